//! The report as Markdown; pictures as data addresses, so that it is one file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::Block;

/// The file.
pub fn markdown(blocks: &[Block]) -> String {
    blocks.iter().map(block).collect()
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(level, words) => format!("{} {}\n\n", "#".repeat(usize::from(*level)), plain(words)),
        Block::Text(words) => format!("{}\n\n", plain(words)),
        Block::Address { words, address } => format!("{} <{address}>\n\n", plain(words)),
        Block::List(lines) => {
            let lines: String = lines.iter().map(|line| format!("- {}\n", plain(line))).collect();
            format!("{lines}\n")
        }
        Block::Table { caption, head, rows } => {
            let line = |cells: &[String]| {
                let cells: Vec<_> = cells.iter().map(|cell| plain(cell)).collect();
                format!("| {} |\n", cells.join(" | "))
            };
            let rows: String = rows.iter().map(|row| line(row)).collect();
            let rule = format!("|{}\n", " --- |".repeat(head.len()));
            format!("**{}**\n\n{}{rule}{rows}\n", plain(caption), line(head))
        }
        Block::Figure { svg, caption } => {
            let (bytes, caption) = (BASE64.encode(svg), plain(caption));
            format!("![{caption}](data:image/svg+xml;base64,{bytes})\n\n*{caption}*\n\n")
        }
    }
}

/// Words in which nothing means anything to Markdown: names are the learner's own.
fn plain(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' => text.extend(['\\', c]),
            c if c.is_control() => text.push(' '),
            c => text.push(c),
        }
    }
    text
}
