//! The whole page: router, languages, and the lab's state, which outlives a visit to another page.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route as RouteView, Router};
use leptos_router::hooks::use_location;
use leptos_router::path;

use super::ablation::{Ablation, AblationPage};
use super::home::{HomePage, NotFoundPage};
use super::i18n::{Speech, say, use_speech};
use super::lab::{Lab, LabPage};
use super::lesson::Gallery;
use super::lessons::{
    DilationPage, FusionPage, HistoryPage, InceptionPage, KernelsPage, NetworksPage, ReceptiveFieldPage,
};
use super::outside;
use super::route::Route;
use super::shell::{Footer, Header, SkipLink, lesson_words};
use super::weights::Shelf;

/// The folder that the page is served from, as a context.
#[derive(Clone)]
pub struct Base(pub String);

/// The page.
#[component]
pub fn App() -> impl IntoView {
    let base = outside::base_path();
    provide_context(Base(base.clone()));
    Speech::provide();
    Lab::provide();
    Ablation::provide();
    Gallery::provide();
    Shelf::provide();
    view! {
        <Router base=base>
            <Page />
        </Router>
    }
}

#[component]
fn Page() -> impl IntoView {
    let speech = use_speech();
    let base = expect_context::<Base>().0;
    let path = use_location().pathname;
    let route = Memo::new(move |_| Route::from_path(&path.get(), &base));
    Effect::new(move |_| {
        let lang = match speech.language() {
            super::query::Language::English => "en",
            super::query::Language::Chinese => "zh-Hans",
        };
        outside::set_root("lang", Some(lang));
        document().set_title(&title(speech, route.get()));
    });
    view! {
        <SkipLink />
        <Header route=route />
        <main id="content" class="content" tabindex="-1">
            <FlatRoutes fallback=NotFoundPage>
                <RouteView path=path!("/") view=HomePage />
                <RouteView path=path!("/index.html") view=HomePage />
                <RouteView path=path!("/lab") view=LabPage />
                <RouteView path=path!("/lab/index.html") view=LabPage />
                <RouteView path=path!("/ablation") view=AblationPage />
                <RouteView path=path!("/ablation/index.html") view=AblationPage />
                <RouteView path=path!("/receptive-field") view=ReceptiveFieldPage />
                <RouteView path=path!("/receptive-field/index.html") view=ReceptiveFieldPage />
                <RouteView path=path!("/history") view=HistoryPage />
                <RouteView path=path!("/history/index.html") view=HistoryPage />
                <RouteView path=path!("/dilation") view=DilationPage />
                <RouteView path=path!("/dilation/index.html") view=DilationPage />
                <RouteView path=path!("/kernels") view=KernelsPage />
                <RouteView path=path!("/kernels/index.html") view=KernelsPage />
                <RouteView path=path!("/inception") view=InceptionPage />
                <RouteView path=path!("/inception/index.html") view=InceptionPage />
                <RouteView path=path!("/fusion") view=FusionPage />
                <RouteView path=path!("/fusion/index.html") view=FusionPage />
                <RouteView path=path!("/networks") view=NetworksPage />
                <RouteView path=path!("/networks/index.html") view=NetworksPage />
            </FlatRoutes>
        </main>
        <Footer />
    }
}

fn title(speech: Speech, route: Route) -> String {
    let page = match route {
        Route::Home => say!(speech, home.title),
        Route::Lab => say!(speech, lab.title),
        Route::Ablation => say!(speech, ablation.title),
        Route::Lesson(lesson) => lesson_words(speech, lesson).0,
        Route::NotFound => say!(speech, home.not_found),
    };
    format!("{page} · Fovea")
}
