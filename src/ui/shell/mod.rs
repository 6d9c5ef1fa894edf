//! What surrounds every page: skip link, header with navigation and switches, footer.

mod footer;
mod header;
mod switches;

pub use footer::Footer;
pub use header::{Header, SkipLink, lesson_words};
