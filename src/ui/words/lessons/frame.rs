//! The words that every lesson shares.

use crate::ui::words::catalogue::section;

section! { FrameWords {
    steps, step_of, previous, next, around, next_lesson, to_lab, back, forth, scrub, speed,
    save_svg, save_png, not_saved, guess, reveal, right, not_quite,
    image, own_image, open_image, bad_image, open_in_lab,
} }

/// English.
pub const ENGLISH: FrameWords = FrameWords {
    steps: "Steps of the lesson",
    step_of: "Step {n} of {total}",
    previous: "Back",
    next: "Next",
    around: "Previous and next step",
    next_lesson: "Next lesson: {name}",
    to_lab: "Train it in the lab",
    back: "One step back",
    forth: "One step on",
    scrub: "Position",
    speed: "Speed",
    save_svg: "Save the figure as SVG",
    save_png: "Save the figure as PNG",
    not_saved: "The figure could not be saved: {reason}.",
    guess: "Your prediction",
    reveal: "Reveal",
    right: "Right: {answer}.",
    not_quite: "Not quite. You said {guess}; it is {answer}.",
    image: "Image",
    own_image: "Your own image",
    open_image: "Open your own image…",
    bad_image: "This file could not be opened as an image: {reason}. Try a PNG or JPEG.",
    open_in_lab: "Train it in the lab",
};

/// Simplified Chinese.
pub const CHINESE: FrameWords = FrameWords {
    steps: "课程的步骤",
    step_of: "第 {n} 步，共 {total} 步",
    previous: "上一步",
    next: "下一步",
    around: "前后步骤",
    next_lesson: "下一课：{name}",
    to_lab: "到实验室去训练",
    back: "后退一步",
    forth: "前进一步",
    scrub: "位置",
    speed: "速度",
    save_svg: "把图保存为 SVG",
    save_png: "把图保存为 PNG",
    not_saved: "图没有保存成功：{reason}。",
    guess: "你的预测",
    reveal: "揭晓",
    right: "答对了：{answer}。",
    not_quite: "差一点。你答的是 {guess}，正确的是 {answer}。",
    image: "图像",
    own_image: "你自己的图像",
    open_image: "打开自己的图像…",
    bad_image: "这个文件不能作为图像打开：{reason}。请换一个 PNG 或 JPEG。",
    open_in_lab: "到实验室去训练",
};
