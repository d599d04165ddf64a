//! Measures in Prometheus' text form. Labels are route templates and command names, never addresses or people.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper edges of the buckets, in microseconds.
const EDGES_US: [u64; 11] =
    [500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000];

#[derive(Clone, Default)]
struct Histogram {
    buckets: [u64; EDGES_US.len()],
    count: u64,
    sum_us: u64,
}

impl Histogram {
    fn add(&mut self, took: Duration) {
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        for (bucket, edge) in self.buckets.iter_mut().zip(EDGES_US) {
            *bucket += u64::from(us <= edge);
        }
        self.count += 1;
        self.sum_us = self.sum_us.saturating_add(us);
    }

    fn write(&self, text: &mut String, name: &str, labels: &str) {
        for (bucket, edge) in self.buckets.iter().zip(EDGES_US) {
            line(text, &format!("{name}_bucket{{{labels},le=\"{}\"}}", seconds(edge)), &bucket.to_string());
        }
        line(text, &format!("{name}_bucket{{{labels},le=\"+Inf\"}}"), &self.count.to_string());
        line(text, &format!("{name}_sum{{{labels}}}"), &seconds(self.sum_us));
        line(text, &format!("{name}_count{{{labels}}}"), &self.count.to_string());
    }
}

#[derive(Default)]
struct Counted {
    requests: BTreeMap<(String, String, u16), u64>,
    request_time: BTreeMap<String, Histogram>,
    commands: BTreeMap<(&'static str, &'static str), u64>,
    command_time: BTreeMap<&'static str, Histogram>,
}

/// Số đo của máy chủ này.
#[derive(Default)]
pub struct Metrics {
    counted: Mutex<Counted>,
}

impl Metrics {
    /// A request was answered.
    pub fn request(&self, method: &str, route: &str, status: u16, took: Duration) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        *counted.requests.entry((method.to_owned(), route.to_owned(), status)).or_default() += 1;
        counted.request_time.entry(route.to_owned()).or_default().add(took);
    }

    /// A command was done or not.
    pub fn command(&self, name: &'static str, outcome: &'static str, took: Duration) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        *counted.commands.entry((name, outcome)).or_default() += 1;
        counted.command_time.entry(name).or_default().add(took);
    }

    /// Everything, with gauges read just now.
    #[must_use]
    pub fn text(&self, gauges: &[(&str, &str, i64)]) -> String {
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        head(&mut text, "motcua_requests_total", "counter", "Requests answered.");
        for ((method, route, status), n) in &counted.requests {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            line(&mut text, &format!("motcua_requests_total{{{labels}}}"), &n.to_string());
        }
        head(&mut text, "motcua_request_seconds", "histogram", "Time to answer a request.");
        for (route, times) in &counted.request_time {
            times.write(&mut text, "motcua_request_seconds", &format!("route=\"{route}\""));
        }
        head(&mut text, "motcua_commands_total", "counter", "Commands handed in by pages.");
        for ((name, outcome), n) in &counted.commands {
            line(
                &mut text,
                &format!("motcua_commands_total{{command=\"{name}\",outcome=\"{outcome}\"}}"),
                &n.to_string(),
            );
        }
        head(&mut text, "motcua_command_seconds", "histogram", "Time to decide and keep a command.");
        for (name, times) in &counted.command_time {
            times.write(&mut text, "motcua_command_seconds", &format!("command=\"{name}\""));
        }
        for (name, about, value) in gauges {
            head(&mut text, name, "gauge", about);
            line(&mut text, name, &value.to_string());
        }
        text
    }
}

fn head(text: &mut String, name: &str, kind: &str, about: &str) {
    writeln!(text, "# HELP {name} {about}\n# TYPE {name} {kind}").expect("memory takes what is written");
}

fn line(text: &mut String, name: &str, value: &str) {
    writeln!(text, "{name} {value}").expect("memory takes what is written");
}

/// Microseconds as seconds, exact.
fn seconds(us: u64) -> String {
    let text = format!("{}.{:06}", us / 1_000_000, us % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_counted_by_route_and_command() {
        let metrics = Metrics::default();
        metrics.request("GET", "/track", 200, Duration::from_micros(700));
        metrics.request("GET", "/track", 200, Duration::from_micros(90));
        metrics.command("take_ticket", "done", Duration::from_millis(3));
        let text = metrics.text(&[("motcua_outbox_waiting", "Messages that wait.", 4)]);
        for line in [
            "motcua_requests_total{method=\"GET\",route=\"/track\",status=\"200\"} 2",
            "motcua_request_seconds_bucket{route=\"/track\",le=\"0.0005\"} 1",
            "motcua_request_seconds_bucket{route=\"/track\",le=\"0.001\"} 2",
            "motcua_request_seconds_sum{route=\"/track\"} 0.00079",
            "motcua_commands_total{command=\"take_ticket\",outcome=\"done\"} 1",
            "motcua_outbox_waiting 4",
        ] {
            assert!(text.lines().any(|given| given == line), "{line}\n{text}");
        }
    }
}
