//! The report as a whole page that prints well.

use super::Block;
use crate::draw::chart::escaped;
use crate::ui::query::Language;

/// The file. A button of its own prints it; on paper that is gone.
pub fn page(blocks: &[Block], language: Language) -> String {
    let lang = match language {
        Language::English => "en",
        Language::Chinese => "zh-Hans",
    };
    let title = blocks.iter().find_map(|block| match block {
        Block::Heading(1, words) => Some(escaped(words)),
        _ => None,
    });
    let title = title.unwrap_or_else(|| "Fovea".to_owned());
    let print = escaped(language.words().report.print);
    let body: String = blocks.iter().map(block).collect();
    format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><style>{STYLE}</style></head>\
         <body><p class=\"print\"><button type=\"button\" onclick=\"print()\">{print}</button></p>{body}</body></html>"
    )
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(level, words) => format!("<h{level}>{}</h{level}>", escaped(words)),
        Block::Text(words) => format!("<p>{}</p>", escaped(words)),
        Block::Address { words, address } => {
            let address = escaped(address);
            format!("<p>{} <a href=\"{address}\">{address}</a></p>", escaped(words))
        }
        Block::List(lines) => {
            let lines: String = lines.iter().map(|line| format!("<li>{}</li>", escaped(line))).collect();
            format!("<ul>{lines}</ul>")
        }
        Block::Table { caption, head, rows } => {
            let cells = |tag: &str, cells: &[String]| -> String {
                let cells = cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell)));
                format!("<tr>{}</tr>", cells.collect::<String>())
            };
            let rows: String = rows.iter().map(|row| cells("td", row)).collect();
            format!(
                "<div class=\"wide\"><table><caption>{}</caption><thead>{}</thead><tbody>{rows}</tbody></table></div>",
                escaped(caption),
                cells("th", head)
            )
        }
        Block::Figure { svg, caption } => {
            format!("<figure>{svg}<figcaption>{}</figcaption></figure>", escaped(caption))
        }
    }
}

const STYLE: &str = "body{font:16px/1.5 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;max-width:46rem;\
margin:2rem auto;padding:0 1rem;color:#1f2530;background:#fff;print-color-adjust:exact;-webkit-print-color-adjust:exact}\
h1,h2{line-height:1.25}h2{margin-top:2rem;break-after:avoid}.wide{overflow-x:auto}table{border-collapse:collapse;margin:1rem 0;width:100%;\
font-variant-numeric:tabular-nums;font-size:.82rem}caption{text-align:left;font-weight:600;padding:.3rem 0}\
th,td{border-bottom:1px solid #ccc;padding:.2rem .45rem;text-align:right;vertical-align:top}tr{break-inside:avoid}\
th:first-child,td:first-child{text-align:left}figure{margin:1rem 0;break-inside:avoid}\
figcaption{font-size:.85rem;color:#545d6b}svg{max-width:100%;height:auto}li,p{overflow-wrap:anywhere}\
.print button{font:inherit;padding:.5rem 1rem;min-height:44px;cursor:pointer}@media print{.print{display:none}body{margin:0;max-width:none}.wide{overflow:visible}}";
