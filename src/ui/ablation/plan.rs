//! What is composed before the start, and what a link to the ablation lab holds.
//!
//! ```text
//! template=homework-s
//! nets=inception-s,mine~i16.3.1…,another~LINK&seeds=1,2,3&images=2000&epochs=5…
//! ```
//!
//! Settings have the keys of the lab's link. A template comes first, and the other keys change it.
//! Long because a plan is written and read in one place.

use crate::bridge::page::Preference;
use crate::lab::experiment::{Experiment, ExperimentError, LONGEST_ID, VariantSpec};
use crate::lab::templates::{self, Template};
use crate::spec::{Design, NetworkSpec, RunSpec, variants};
use crate::ui::pairs::pairs;
use crate::ui::query::{self, MAX_SEED, Problem, Query, Reason};

/// The template of a page that is opened without a link.
pub const FIRST: &str = "homework-s";
/// Keys of the lab's link that belong to a single run, or to the page.
const NOT_SHARED: [&str; 5] = ["variant", "spec", "seed", "start", "lang"];

/// An experiment that is being composed.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Id of the template that it began as, or the learner's title.
    pub name: String,
    /// The networks.
    pub variants: Vec<VariantSpec>,
    /// The seeds.
    pub seeds: Vec<u64>,
    /// Images, optimiser and engine.
    pub settings: Query,
}

impl Default for Plan {
    fn default() -> Self {
        let template = templates::find(FIRST).unwrap_or(templates::TEMPLATES[0]);
        Self::from_template(template)
    }
}

impl Plan {
    /// The plan of a template.
    pub fn from_template(template: Template) -> Self {
        Self::from_experiment(&template.experiment())
    }

    /// The plan that asks for `experiment`.
    pub fn from_experiment(experiment: &Experiment) -> Self {
        Self {
            name: experiment.name.clone(),
            variants: experiment.variants.clone(),
            seeds: experiment.seeds.clone(),
            settings: Query {
                data: experiment.data,
                training: experiment.training,
                ..Query::default()
            },
        }
    }

    /// The same, on this engine.
    #[must_use]
    pub fn on(mut self, engine: Preference) -> Self {
        self.settings.engine = engine;
        self
    }

    /// What it asks for.
    ///
    /// # Errors
    /// The first mistake, with the variant or seed that has it.
    pub fn experiment(&self) -> Result<Experiment, ExperimentError> {
        let experiment = Experiment {
            name: self.name.clone(),
            variants: self.variants.clone(),
            seeds: self.seeds.clone(),
            data: self.settings.data,
            training: self.settings.training,
        };
        experiment.validate()?;
        Ok(experiment)
    }

    /// The plan that `text` (with or without its `?`) holds, and what is wrong with it.
    pub fn parse(text: &str) -> (Self, Vec<Problem>) {
        let mut plan = Self::default();
        let mut problems = Vec::new();
        for (key, value) in pairs(text) {
            let refused = match key.as_str() {
                "template" => match templates::find(&value) {
                    Some(template) => {
                        plan = Self::from_template(template);
                        None
                    }
                    None => Some(("template", template_ids(), None)),
                },
                "nets" => match parse_networks(&value) {
                    Ok(variants) => {
                        plan.variants = variants;
                        None
                    }
                    Err(reason) => Some(("nets", variants::ids().join(", "), Some(Box::new(reason)))),
                },
                "seeds" => match parse_seeds(&value) {
                    Some(seeds) => {
                        plan.seeds = seeds;
                        None
                    }
                    None => Some(("seeds", "1, 2, 3".to_owned(), None)),
                },
                "name" => {
                    plan.name = value.chars().filter(|c| !c.is_control()).take(80).collect();
                    continue;
                }
                other if NOT_SHARED.contains(&other) => None,
                other => {
                    problems.extend(plan.settings.set(other, &value).err());
                    None
                }
            };
            problems.extend(refused.map(|(key, allowed, reason)| Problem {
                key,
                value,
                allowed,
                used: String::new(),
                reason,
            }));
        }
        (plan, problems)
    }

    /// The link's query, without its `?`.
    pub fn serialise(&self) -> String {
        let networks: Vec<_> = self.variants.iter().filter_map(network_word).collect();
        let seeds: Vec<_> = self.seeds.iter().map(ToString::to_string).collect();
        let mut parts = vec![
            format!("name={}", encoded(&self.name)),
            format!("nets={}", networks.join(",")),
            format!("seeds={}", seeds.join(",")),
        ];
        let shared = query::KEYS.iter().filter(|key| !NOT_SHARED.contains(&key.name));
        parts.extend(shared.map(|key| format!("{}={}", key.name, self.settings.get(key.name))));
        parts.join("&")
    }

    /// The run of the variant at place `idx` with the first seed.
    pub fn run(&self, idx: usize) -> Option<RunSpec> {
        let variant = self.variants.get(idx)?;
        Some(RunSpec {
            variant: variant.id.clone(),
            network: variant.network.clone(),
            data: self.settings.data,
            training: self.settings.training,
            seed: self.seeds.first().copied().unwrap_or(1),
        })
    }

    /// Adds a network under `id`, or under the first free id that begins so.
    pub fn add(&mut self, id: &str, network: NetworkSpec) {
        let id = self.free_id(id, &network, None);
        self.variants.push(VariantSpec { id, network });
    }

    /// `id`, or the first one that begins so, that no other variant than the one at `idx` has, and that is not the
    /// registry's for another network.
    pub fn free_id(&self, id: &str, network: &NetworkSpec, idx: Option<usize>) -> String {
        let is_free = |id: &String| self.holder(id, idx).is_none() && is_honest(id, network);
        let start: String = id.chars().take(LONGEST_ID - 4).collect();
        let numbered = (2..).map(|number| format!("{start}-{number}"));
        let mut ids = std::iter::once(id.to_owned()).chain(numbered);
        ids.find(is_free).unwrap_or(start)
    }

    /// The place of the variant that is called `id`, other than the one at `idx`.
    pub fn holder(&self, id: &str, idx: Option<usize>) -> Option<usize> {
        let named = self.variants.iter().position(|variant| variant.id == id);
        named.filter(|place| Some(*place) != idx)
    }
}

/// Whether `network` may be called `id`: an id of the registry means the registry's network, one of a template the
/// template's.
pub fn is_honest(id: &str, network: &NetworkSpec) -> bool {
    match variants::find(id) {
        Ok(known) => known.network() == *network,
        Err(_) => templates::network_of(id).is_none_or(|known| known == network),
    }
}

/// Seeds as the learner writes them: numbers between commas, spaces or Chinese commas; nothing where one is none.
pub fn parse_seeds(text: &str) -> Option<Vec<u64>> {
    let words = text.split([',', '，', '、', ' ', ';']).filter(|word| !word.is_empty());
    let seeds: Option<Vec<u64>> = words
        .map(|word| word.parse().ok().filter(|seed| *seed <= MAX_SEED))
        .collect();
    seeds.filter(|seeds| !seeds.is_empty())
}

fn parse_networks(text: &str) -> Result<Vec<VariantSpec>, Reason> {
    let words = text.split(',').filter(|word| !word.is_empty());
    words
        .map(|word| match word.split_once('~') {
            None => Ok(VariantSpec::named(word)?),
            Some((id, link)) => {
                let named = |error| Reason::Named {
                    id: unescaped(id),
                    error,
                };
                let read = || NetworkSpec::from_link(link).map_err(named);
                let network = Design::from_text(link).map_or_else(read, |design| Ok(design.network()))?;
                network.trainable().map_err(|error| named(error.into()))?;
                let id = unescaped(id);
                let id = id.chars().filter(|c| !c.is_control()).take(LONGEST_ID).collect();
                Ok(VariantSpec { id, network })
            }
        })
        .collect()
}

/// An id of the registry, or an id with the network behind it.
fn network_word(variant: &VariantSpec) -> Option<String> {
    let registered = variants::find(&variant.id).is_ok_and(|known| known.network() == variant.network);
    if registered {
        return Some(variant.id.clone());
    }
    // A network of a family by its settings: twenty times as short, so that many of them fit into an address.
    let link = Design::of(&variant.network).to_text();
    let link = link.or_else(|| variant.network.to_link().ok())?;
    Some(format!("{}~{link}", encoded(&escaped(&variant.id))))
}

/// The signs of a name that part the networks of a link, and what stands for them there.
const ESCAPES: [(&str, &str); 3] = [("%", "%25"), (",", "%2C"), ("~", "%7E")];

fn escaped(name: &str) -> String {
    let escape = |text: String, (sign, escaped): &(&str, &str)| text.replace(sign, escaped);
    ESCAPES.iter().fold(name.to_owned(), escape)
}

fn unescaped(text: &str) -> String {
    let restore = |text: String, (sign, escaped): &(&str, &str)| text.replace(escaped, sign);
    ESCAPES.iter().rev().fold(text.to_owned(), restore)
}

fn template_ids() -> String {
    let ids: Vec<_> = templates::TEMPLATES.iter().map(|template| template.id).collect();
    ids.join(", ")
}

/// Percent-encoding of everything but letters, digits and `-_.` (RFC 3986).
fn encoded(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_reproduces_the_plan_with_networks_of_ones_own() {
        for template in templates::TEMPLATES {
            let mut plan = Plan::from_template(*template);
            plan.name = "我的 experiment & more".to_owned();
            plan.settings.training.learning_rate = 3e-4;
            let (again, problems) = Plan::parse(&plan.serialise());
            assert_eq!(problems, [], "{}", template.id);
            assert_eq!(again, plan, "{}", template.id);
            assert!(plan.serialise().len() < 1500, "{}", template.id);
        }
    }

    #[test]
    fn any_name_of_a_network_comes_through_a_link() {
        let mut plan = Plan::default();
        for name in ["a, b", "50 % wide", "~", "%2C", "宽，但浅", "x+y&z=1", "%252C,"] {
            plan.variants[1].id = name.to_owned();
            let (again, problems) = Plan::parse(&plan.serialise());
            assert_eq!(problems, [], "{name}");
            assert_eq!(again.variants, plan.variants, "{name}");
        }
    }

    #[test]
    fn an_id_of_the_registry_is_for_the_registrys_network_alone() {
        let plan = Plan::default();
        let plain = variants::find("plain-s").unwrap().network();
        assert_eq!(plan.free_id("plain-s", &plain, None), "plain-s");
        assert_eq!(plan.free_id("dilated-s", &plain, None), "dilated-s-2");
        let first = &plan.variants[0];
        assert_eq!(plan.free_id("inception-s", &first.network, Some(0)), "inception-s");
        assert_eq!(plan.free_id("inception-s", &first.network, None), "inception-s-2");
    }

    #[test]
    fn a_template_comes_first_and_other_keys_change_it() {
        let (plan, problems) = Plan::parse("?template=dilation&seeds=4,5&images=640&epochs=2&lang=zh&nonsense=1");
        assert_eq!(problems, []);
        assert_eq!(plan.seeds, [4, 5]);
        assert_eq!(plan.settings.data.n_train, 640);
        assert_eq!(plan.variants.len(), 4);
    }

    #[test]
    fn wrong_values_are_named_and_the_rest_is_kept() {
        let (plan, problems) = Plan::parse("nets=inceptoin,plain-s&seeds=1,x&images=5&epochs=2");
        let keys: Vec<_> = problems.iter().map(|problem| problem.key).collect();
        assert_eq!(keys, ["nets", "seeds", "images"]);
        assert!(problems[0].reason.as_ref().unwrap().to_string().contains("inceptoin"));
        assert_eq!(plan.settings.training.epochs, 2);
        assert_eq!(plan.variants, Plan::default().variants);
    }

    #[test]
    fn seeds_are_read_with_any_comma() {
        assert_eq!(parse_seeds("1，2、3 4"), Some(vec![1, 2, 3, 4]));
        assert_eq!(parse_seeds("1,2,three"), None);
        assert_eq!(parse_seeds(" "), None);
    }

    #[test]
    fn an_added_network_gets_an_id_of_its_own() {
        let mut plan = Plan::default();
        let network = plan.variants[0].network.clone();
        plan.add("inception-s", network.clone());
        plan.add("inception-s", network);
        let ids: Vec<_> = plan.variants[4..].iter().map(|variant| variant.id.as_str()).collect();
        assert_eq!(ids, ["inception-s-2", "inception-s-3"]);
    }
}
