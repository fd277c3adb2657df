//! What the program counts about itself, for Prometheus.

use answerable_domain::EventKind;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};
use std::{sync::Arc, time::Duration};

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RequestLabels {
    method: String,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct EventLabels {
    kind: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

/// Counters of the HTTP side. The engine adds its own to the same registry.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<std::sync::Mutex<Registry>>,
    requests: Family<RequestLabels, Counter>,
    seconds: Family<RouteLabels, Histogram>,
    events: Family<EventLabels, Counter>,
    pub streams: Gauge,
    pub stream_resets: Counter,
    pub sign_ins_failed: Counter,
    pub throttled: Counter,
}

impl Metrics {
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("answerable");
        let seconds = Family::<RouteLabels, Histogram>::new_with_constructor(|| {
            Histogram::new([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0])
        });
        let (requests, streams) = (Family::<RequestLabels, Counter>::default(), Gauge::default());
        let events = Family::<EventLabels, Counter>::default();
        let (stream_resets, sign_ins_failed, throttled) = (Counter::default(), Counter::default(), Counter::default());
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_seconds", "Seconds to the head of the answer", seconds.clone());
        registry.register("events", "What happened: posts heard, cases opened, replies changed", events.clone());
        registry.register("streams", "Live streams that are open", streams.clone());
        registry.register("stream_resets", "Live streams that had to start over", stream_resets.clone());
        registry.register("sign_ins_failed", "Sign-ins that failed", sign_ins_failed.clone());
        registry.register("throttled", "Requests that were told to wait", throttled.clone());
        let registry = Arc::new(std::sync::Mutex::new(registry));
        Self { registry, requests, seconds, events, streams, stream_resets, sign_ins_failed, throttled }
    }

    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let labels = RequestLabels { method: method.to_owned(), route: route.to_owned(), status };
        self.requests.get_or_create(&labels).inc();
        self.seconds.get_or_create(&RouteLabels { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    pub fn happened(&self, kind: EventKind) {
        self.events.get_or_create(&EventLabels { kind: kind.as_str() }).inc();
    }

    /// For those who count more: metrics registered here appear at `/metrics`.
    pub fn register(&self, add: impl FnOnce(&mut Registry)) {
        add(&mut self.registry.lock().expect("no panic while registering"));
    }

    /// In the OpenMetrics text format.
    pub fn text(&self) -> String {
        let mut text = String::new();
        encode(&mut text, &self.registry.lock().expect("no panic while registering")).expect("writing to a string does not fail");
        text
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}
