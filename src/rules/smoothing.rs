#[cfg(not(target_arch = "wasm32"))]
use super::Example;
use super::findings::{Findings, Place};
use super::limits::{Field, Limits};
use super::rule::{Rule, rule};
use super::subject::Subject;
use crate::decode::View;
use crate::report::Operation;
use crate::session::rate_limit_smoothing::{delay, enabled, step, threshold, trigger};

/// Smoothing: the rate rises in steps from a threshold. Only gateways that limit with Redis and have it turned on use
/// it.
pub(super) static RULES: &[Rule] = &[
    rule! {
        "smoothing-invalid" Warning ALL;
        check Limits(invalid) if Smoothing;
        summary "smoothing is enabled with a number that turns it off";
        why "The gateway smooths only if step, delay and threshold are 1 or more and the trigger is above 0. Otherwise it says nothing and limits at the full rate.";
        evidence ["gateway 5.13.0, apidef/rate_limit_smoothing.go", "recording object-020 (5.13.0): stored as sent"];
        triggers Example::body(r#"{"rate":100,"per":60,"smoothing":{"enabled":true,"threshold":50,"trigger":0.5,"step":0,"delay":30}}"#);
        passes Example::body(r#"{"rate":100,"per":60,"smoothing":{"enabled":true,"threshold":1,"trigger":0.01,"step":1,"delay":1}}"#);
    },
    rule! {
        "smoothing-threshold-not-below-rate" Warning ALL;
        check Limits(threshold_not_below_rate) if Smoothing;
        summary "smoothing begins at the rate or above it";
        why "The allowance begins at the threshold and is held to the rate only when it rises: a threshold equal to the rate smooths nothing, a higher one lets more requests through than the rate.";
        evidence ["gateway 5.13.0, internal/rate/smoothing.go"];
        triggers Example::body(r#"{"rate":100,"per":60,"smoothing":{"enabled":true,"threshold":100,"trigger":0.5,"step":10,"delay":30}}"#);
        passes Example::body(r#"{"rate":100,"per":60,"smoothing":{"enabled":true,"threshold":99,"trigger":0.5,"step":10,"delay":30}}"#);
    },
    rule! {
        "smoothing-disabled-lost" Warning ALL;
        since 5 12 0;
        check Limits(disabled) if Smoothing;
        summary "smoothing is written, but not enabled";
        why "Gateways since 5.12 drop smoothing that is not enabled when they write the key: its numbers are lost and cannot be turned on later.";
        evidence ["recording decode-264 (5.13.0): not stored"];
        triggers Example::body(r#"{"rate":100,"per":60,"smoothing":{"enabled":false,"threshold":50,"trigger":0.5,"step":10,"delay":30}}"#);
        passes Example::body(r#"{"rate":100,"per":60,"smoothing":{"enabled":false,"threshold":0,"trigger":0,"step":0,"delay":0}}"#);
    },
    rule! {
        "smoothing-without-rate" Info ALL;
        check Limits(without_rate) if Smoothing;
        summary "smoothing is enabled, but there is no rate";
        why "Smoothing changes how a rate limit begins. At a rate of 0 or less there is none.";
        evidence ["gateway 5.13.0, gateway/session_manager.go", "recording decode-267 (5.13.0): stored as sent"];
        triggers Example::body(r#"{"smoothing":{"enabled":true,"threshold":50,"trigger":0.5,"step":10,"delay":30}}"#);
        passes Example::body(r#"{"rate":100,"per":60,"smoothing":{"enabled":true,"threshold":50,"trigger":0.5,"step":10,"delay":30}}"#);
    },
];

/// The smoothing, if it is an object, and whether it is enabled.
fn smoothing(limits: Limits<'_>) -> Option<(View<'_>, bool)> {
    let view = limits.get(Field::Smoothing).filter(|view| view.is_object())?;
    Some((view, view.member(enabled).and_then(View::boolean) == Some(true)))
}

fn when_enabled(limits: Limits<'_>) -> Option<View<'_>> {
    smoothing(limits).filter(|(_, is_enabled)| *is_enabled).map(|(view, _)| view)
}

fn number(smoothing: View<'_>, member: usize) -> f64 {
    smoothing.member(member).and_then(View::number).unwrap_or(0.0)
}

fn invalid(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let Some(view) = when_enabled(limits) else { return };
    let counted = [(threshold, "threshold"), (step, "step"), (delay, "delay")];
    let mut wrong: Vec<_> = counted.into_iter().filter(|(member, _)| number(view, *member) < 1.0).collect();
    wrong.extend((number(view, trigger) <= 0.0).then_some((trigger, "trigger")));
    if !wrong.is_empty() {
        let names = wrong.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ");
        out.add(view, format!("smoothing will silently be off: too small or missing: {names}"))
            .help("threshold, step and delay have to be 1 or more, trigger above 0")
            .param("members", names);
    }
}

fn threshold_not_below_rate(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let rate = limits.number(Field::Rate);
    // Without a rate `smoothing-without-rate` says all there is to say.
    let Some(view) = when_enabled(limits).filter(|view| rate > 0.0 && number(*view, threshold) >= rate) else { return };
    let message = if number(view, threshold) > rate {
        "more requests than the rate allows will get through: the smoothing threshold is above it"
    } else {
        "smoothing will do nothing: its threshold is the rate itself"
    };
    let place = view.member(threshold).map_or(Place::Missing(view, "threshold"), Place::Value);
    out.add(place, message).help("set threshold below the rate: smoothing rises from there to the rate");
}

fn disabled(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    let Some((view, false)) = smoothing(limits) else { return };
    if [threshold, trigger, step, delay].into_iter().any(|member| number(view, member) != 0.0) {
        let path = view.member(enabled).map_or_else(|| view.pointer().join("enabled"), View::pointer);
        out.add(view, "this smoothing will be lost when the key is written: it is not enabled")
            .help("set enabled to true, or remove it")
            .guess("enable it", vec![Operation::Add { path, value: "true".to_owned() }]);
    }
}

fn without_rate(_: &Subject<'_>, limits: Limits<'_>, out: &mut Findings) {
    if let Some(view) = when_enabled(limits).filter(|_| limits.number(Field::Rate) <= 0.0) {
        out.add(view, "smoothing will never be used: there is no rate limit to smooth")
            .help("set rate and per, or remove it");
    }
}
