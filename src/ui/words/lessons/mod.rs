//! The words of the lessons, one file a lesson, both languages side by side.

pub mod alignment;
pub mod code;
pub mod dilation;
pub mod effective;
pub mod family;
pub mod field;
pub mod frame;
pub mod fusion;
pub mod fusion_cbam;
pub mod fusion_inside;
pub mod fusion_results;
pub mod fusion_stack;
pub mod history;
pub mod inception;
pub mod inception_living;
pub mod kernels;
pub mod networks;

pub use alignment::AlignmentWords;
pub use code::CodeWords;
pub use dilation::DilationWords;
pub use effective::EffectiveWords;
pub use family::FamilyWords;
pub use field::FieldWords;
pub use frame::FrameWords;
pub use fusion::FusionWords;
pub use fusion_cbam::CbamWords;
pub use fusion_inside::InsideWords;
pub use fusion_results::FusedWords;
pub use fusion_stack::StackWords;
pub use history::HistoryWords;
pub use inception::InceptionWords;
pub use inception_living::LivingWords;
pub use kernels::KernelWords;
pub use networks::NetworksWords;
