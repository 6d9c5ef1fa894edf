//! The keys of the catalogue, by section.

/// A section of the catalogue: a field for every text, so that a missing one does not compile.
macro_rules! section {
    ($Section:ident { $($key:ident),* $(,)? }) => {
        #[allow(missing_docs, reason = "the texts say what they are")]
        pub struct $Section { $(pub $key: &'static str,)* }

        impl $Section {
            /// Every text with its key.
            pub fn texts(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($key), self.$key),)*]
            }
        }
    };
}

/// One language of the page, section by section; those of `also` are defined elsewhere.
macro_rules! catalogue {
    (also { $($other:ident: $Other:ty),* $(,)? } $($section:ident: $Section:ident { $($key:ident),* $(,)? })*) => {
        /// Every text that the learner sees, in one language.
        pub struct Catalogue {
            $(#[allow(missing_docs, reason = "the texts say what they are")] pub $other: $Other,)*
            $(#[allow(missing_docs, reason = "the texts say what they are")] pub $section: $Section,)*
        }

        $(section! { $Section { $($key),* } })*

        impl Catalogue {
            /// Every text with its key, such as `lab.start`.
            pub fn texts(&self) -> Vec<(String, &'static str)> {
                let sections = [
                    $((stringify!($other), self.$other.texts()),)*
                    $((stringify!($section), self.$section.texts()),)*
                ];
                let named = |(section, texts): (&'static str, Vec<(&'static str, &'static str)>)| {
                    texts.into_iter().map(move |(key, text)| (format!("{section}.{key}"), text))
                };
                sections.into_iter().flat_map(named).collect()
            }
        }
    };
}

pub(super) use section;

catalogue! {
    also {
        ablation: super::ablation::AblationWords,
        experiment: super::experiments::ExperimentWords,
        edit: super::editing::EditWords,
        compared: super::compared::ComparedWords,
        report: super::report::ReportWords,
        weights: super::weights::WeightsWords,
        frame: super::lessons::FrameWords,
        field: super::lessons::FieldWords,
        history: super::lessons::HistoryWords,
        dilation: super::lessons::DilationWords,
        kernels: super::lessons::KernelWords,
        family: super::lessons::FamilyWords,
        effective: super::lessons::EffectiveWords,
        alignment: super::lessons::AlignmentWords,
        code: super::lessons::CodeWords,
        inception: super::lessons::InceptionWords,
        fusion: super::lessons::FusionWords,
        stack: super::lessons::StackWords,
        inside: super::lessons::InsideWords,
        living: super::lessons::LivingWords,
        fused: super::lessons::FusedWords,
        cbam: super::lessons::CbamWords,
        networks: super::lessons::NetworksWords,
    }
    shell: ShellWords { skip, tagline, home, lab, ablation, lessons, coming, coming_long, language, theme, theme_system, theme_light, theme_dark, navigation, licence, data_terms, cite, private }
    lesson: LessonWords { field, field_about, dilation, dilation_about, kernels, kernels_about, history, history_about, inception, inception_about, fusion, fusion_about, networks, networks_about }
    home: HomeWords { title, lead, lead2, start_cifar10, start_scales, start_note, open_lab, lessons, lessons_lead, not_found, not_found_lead, to_home }
    growth: GrowthWords { title, aid, way, stacked, dilated, strided, layer, input, size, size_below, dilation, kernel, jump_below, play, pause, back, forward, scrub, picture }
    lab: LabWords { title, lead, settings, network, variant, images_group, data, images, test_images, flip, shift, optimiser, epochs, batch, lr, schedule, decay, seed, engine, more, start, start_again, pause, resume, step, stop, stop_now, copy, copied, run, problems, problem, next_run, constant, cosine, cifar10, scales, cifar10_absent, steps_note }
    engine: EngineWords { auto, cpu, gpu, cpu_name, gpu_name, asked, hardware, no_gpu, software, no_timestamps, building, absent, failed }
    state: StateWords { idle, stopped, loading, running, testing, paused, finished, failed, stopping, empty, engine, building, images, cached, checking, test_progress, cache_problem }
    meter: MeterWords { step, epoch, of, loss, nats, accuracy, speed, per_second, left, engine, data, progress, generated_badge, source, official_archive, folder }
    chart: ChartWords { loss, loss_aid, accuracy, accuracy_aid, steps, epochs, nats, percent, guessing_loss, guessing, smoothing, keys }
    network: NetworkWords { about, parameters, macs, field, whole, gated, before, table, layer, op, output, kernel, stride, padding, dilation, params, mac, rf, jump }
    result: ResultWords { title, per_class, per_class_aid, confusion, confusion_aid, truth, says, samples, right, wrong, truth_is, confidence, summary }
    fault: FaultWords { title, not_begun, kept, kept_none, bad_spec, bad_checkpoint, no_data, download, bad_data, nan, no_gpu, wrong_result, device_lost, busy, no_network, ended, protocol, bug, retry, use_cpu, use_scales, lower_rate, reload, gave_way }
    variant: VariantWords { dilated, plain, inception, inception_residual, inception_cbam, inception_residual_cbam, dilated_s, plain_s, inception_s, inception_s_residual, inception_s_cbam, inception_s_residual_cbam, field_9, field_31, field_5_s, field_9_s, field_17_s, field_33_s, group_tutorial, group_small, group_scale, custom, own_note, back }
    class: ClassWords { airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck }
}
