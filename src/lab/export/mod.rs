//! What leaves the lab as a file for other programs.

pub mod csv;
