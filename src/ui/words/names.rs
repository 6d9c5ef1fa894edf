//! Names of what has a stable id, in the language of a catalogue.

use super::{Catalogue, filled};
use crate::spec::{LocalField, variants};

impl Catalogue {
    /// Name of the variant `id`; the id itself where it is the learner's own.
    ///
    /// A network that was made of a registered one, and not renamed, is called after it with a number: `inception-s-2`.
    pub fn variant_name(&self, id: &str) -> String {
        if let Some(name) = self.registered_name(id) {
            return name.to_owned();
        }
        let numbered = id.rsplit_once('-').filter(|(_, number)| number.parse::<u16>().is_ok());
        let named = numbered.and_then(|(base, number)| Some((self.registered_name(base)?, number)));
        named.map_or_else(|| id.to_owned(), |(name, number)| format!("{name} · {number}"))
    }

    fn registered_name(&self, id: &str) -> Option<&'static str> {
        let compared = &self.compared;
        let name = match id {
            "dilated" => self.variant.dilated,
            "plain" => self.variant.plain,
            "inception" => self.variant.inception,
            "inception-residual" => self.variant.inception_residual,
            "inception-cbam" => self.variant.inception_cbam,
            "inception-residual-cbam" => self.variant.inception_residual_cbam,
            "dilated-s" => self.variant.dilated_s,
            "plain-s" => self.variant.plain_s,
            "inception-s" => self.variant.inception_s,
            "inception-s-residual" => self.variant.inception_s_residual,
            "inception-s-cbam" => self.variant.inception_s_cbam,
            "inception-s-residual-cbam" => self.variant.inception_s_residual_cbam,
            "field-9" => self.variant.field_9,
            "field-31" => self.variant.field_31,
            "field-5-s" => self.variant.field_5_s,
            "field-9-s" => self.variant.field_9_s,
            "field-17-s" => self.variant.field_17_s,
            "field-33-s" => self.variant.field_33_s,
            "all-branches" => compared.all_branches,
            "without-1x1" => compared.without_1x1,
            "without-3x3" => compared.without_3x3,
            "without-5x5" => compared.without_5x5,
            "without-pool" => compared.without_pool,
            "rate-1" => compared.rate_1,
            "rate-2" => compared.rate_2,
            "rate-3" => compared.rate_3,
            "rates-1-2-5" => compared.rates_1_2_5,
            "kernel-1" => compared.kernel_1,
            "kernel-3" => compared.kernel_3,
            "kernel-5" => compared.kernel_5,
            "kernel-7" => compared.kernel_7,
            "without-norm" => compared.without_norm,
            "batch-norm" => compared.batch_norm,
            "plain-matched" => compared.plain_matched,
            "inception-matched" => compared.inception_matched,
            variants::OWN => self.variant.custom,
            _ => return None,
        };
        Some(name)
    }

    /// The field of a network in one line; nothing where it has none.
    pub fn local_field(&self, field: Option<LocalField>) -> String {
        let Some(LocalField { size, is_gated }) = field else {
            return String::new();
        };
        let gated = if is_gated { self.network.gated } else { "" };
        format!("{} × {}{gated}", size.0.height, size.0.width)
    }

    /// Name of a class; its id where it is none of CIFAR-10's.
    pub fn class_name(&self, id: &str) -> String {
        let name = match id {
            "airplane" => self.class.airplane,
            "automobile" => self.class.automobile,
            "bird" => self.class.bird,
            "cat" => self.class.cat,
            "deer" => self.class.deer,
            "dog" => self.class.dog,
            "frog" => self.class.frog,
            "horse" => self.class.horse,
            "ship" => self.class.ship,
            "truck" => self.class.truck,
            other => other,
        };
        name.to_owned()
    }

    /// Name of the template `id`; the learner's own title as it is.
    pub fn template_name(&self, id: &str) -> String {
        let name = match id {
            "homework" => self.ablation.t_homework,
            "homework-full" => self.ablation.t_homework_full,
            "homework-s" => self.ablation.t_homework_s,
            "branches" => self.ablation.t_branches,
            "dilation" => self.ablation.t_dilation,
            "kernel-size" => self.ablation.t_kernel_size,
            "batch-norm" => self.ablation.t_batch_norm,
            "equal-parameters" => self.ablation.t_equal_parameters,
            "scales-fields" => self.ablation.t_scales_fields,
            other => other,
        };
        name.to_owned()
    }
}

/// `text` with every `{name}` of `values` filled in.
pub fn with_values(text: &str, values: &[(&str, String)]) -> String {
    let fill = |text: String, (name, value): &(&str, String)| filled(&text, name, value);
    values.iter().fold(text.to_owned(), fill)
}
