//! `fovea describe`: the table of a network.

use clap::Args;

use super::print;
use crate::spec::describe::{LayerRow, Pair};
use crate::spec::{NetworkSpec, presets, variants};

/// Prints a network.
#[derive(Debug, Args)]
pub struct Describe {
    /// Id of the network: a variant of the lab, such as inception, or lenet5, alexnet, vgg16, googlenet, resnet50
    network: String,
    /// One JSON object a layer, in an array
    #[arg(long)]
    json: bool,
}

impl Describe {
    /// Prints the table, or the JSON.
    ///
    /// # Errors
    /// An unknown network.
    pub fn run(self) -> Result<(), String> {
        let rows = network(&self.network)?.describe().map_err(|error| error.to_string())?;
        if self.json {
            print(&serde_json::to_string_pretty(&rows).map_err(|error| error.to_string())?);
            return Ok(());
        }
        let header = [
            "layer",
            "op",
            "output",
            "k",
            "s",
            "p",
            "d",
            "g",
            "parameters",
            "multiply-adds",
            "field",
            "jump",
        ];
        let mut table: Vec<[String; 12]> = vec![header.map(str::to_owned)];
        table.extend(rows.iter().map(cells));
        print_table(&table);
        let parameters: usize = rows.iter().map(|row| row.parameters).sum();
        let macs: u64 = rows.iter().map(|row| row.macs).sum();
        print(&format!(
            "\n{parameters} parameters, {macs} multiply-adds for one image; * depends on the whole input"
        ));
        Ok(())
    }
}

/// The variant called `id`, or else the preset.
fn network(id: &str) -> Result<NetworkSpec, String> {
    let variant = variants::find(id).map(|variant| variant.network());
    let found = variant.or_else(|_unknown| presets::find(id).map(|preset| preset.network()));
    found.map_err(|_unknown| {
        format!(
            "there is no network `{id}`; take a variant of the lab ({}) or a preset ({})",
            variants::ids().join(", "),
            presets::ids().join(", ")
        )
    })
}

fn cells(row: &LayerRow) -> [String; 12] {
    let show = |pair: Option<Pair>| pair.map_or_else(String::new, |pair| pair.to_string());
    let output: Vec<String> = row.output.iter().map(ToString::to_string).collect();
    [
        row.name.clone(),
        row.op.to_owned(),
        output.join("×"),
        show(row.kernel),
        show(row.stride),
        show(row.padding),
        show(row.dilation),
        row.groups.map_or_else(String::new, |groups| groups.to_string()),
        row.parameters.to_string(),
        row.macs.to_string(),
        format!("{}{}", row.receptive_field, if row.whole_input { "*" } else { "" }),
        row.jump.to_string(),
    ]
}

/// Left-aligned words, right-aligned numbers.
fn print_table(table: &[[String; 12]]) {
    let width = |column: usize| table.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..12).map(width).collect();
    for row in table {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            if column < 3 {
                format!("{cell:<width$}")
            } else {
                format!("{cell:>width$}")
            }
        });
        let line: Vec<String> = cells.collect();
        print(line.join("  ").trim_end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_and_presets_are_found_and_an_unknown_id_lists_both() {
        assert_eq!(network("dilated").unwrap().input.height, 32);
        assert_eq!(network("resnet50").unwrap().input.height, 224);
        let message = network("resnet").unwrap_err();
        assert!(
            message.contains("inception-s-residual-cbam") && message.contains("resnet50"),
            "{message}"
        );
    }
}
