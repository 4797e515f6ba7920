//! The server: it takes requests for files and passes them on.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State as Shared;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use crossbeam_channel::Sender;
use futures_util::stream;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot, watch};

use super::preview::State;
use super::{Answer, Message, Request};
use crate::html::decode;

/// What browsers listen at for changes.
const EVENTS: &str = "/_rolebook/events";

/// Connections at the same time. A browser has six, and each page that is open listens at one.
const CONNECTIONS: usize = 256;
/// How long the head of a request may take to come. A connection without requests is closed after as long.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// Bytes of the head of a request at most.
const LARGEST_HEAD: usize = 64 << 10;
/// How long is waited after the system could not take a connection.
const PAUSE: Duration = Duration::from_millis(100);

/// What each request needs.
#[derive(Clone)]
pub(super) struct Site {
    pub messages: Sender<Message>,
    pub states: watch::Receiver<Option<State>>,
    /// A name of this machine that requests may use.
    pub host: Option<String>,
}

/// Answers requests for ever. Who asks slowly, or holds many connections, takes none from others for long.
pub(super) async fn serve(listener: TcpListener, site: Site) -> Infallible {
    let router = axum::Router::new().fallback(answer).with_state(site);
    let free = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let permit = free.clone().acquire_owned().await;
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(HEAD_WITHIN)
            .max_buf_size(LARGEST_HEAD);
        let connection = http.serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async move {
            // A browser that goes away in the middle is no error.
            let _ = connection.await;
            drop(permit);
        });
    }
}

async fn answer(site: Shared<Site>, request: axum::extract::Request) -> Response {
    let mut response = answer_within(site, request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // The search index is scripts: without this, a page from elsewhere could load them and read the handbook out of them.
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

async fn answer_within(Shared(site): Shared<Site>, request: axum::extract::Request) -> Response {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let header = hosts.next().and_then(|host| host.to_str().ok());
    if hosts.next().is_some() {
        return refuse(StatusCode::BAD_REQUEST);
    }
    // A whole address in the place of the path counts before the header.
    let named = request.uri().authority().map(|authority| authority.as_str());
    let is_ours = |host: &str| is_ours(host, site.host.as_deref());
    if !header.is_some_and(is_ours) || !named.is_none_or(is_ours) {
        return refuse(StatusCode::MISDIRECTED_REQUEST);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = refuse(StatusCode::METHOD_NOT_ALLOWED);
        response
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    if request.uri().path() == EVENTS {
        return events(site.states).into_response();
    }
    let (path, query) = read(request.uri());
    let (answer, answered) = oneshot::channel();
    let sent = site.messages.send(Message::Request(Request { path, query, answer }));
    match (sent, answered.await) {
        (Ok(()), Ok(answer)) => response(answer),
        _ => refuse(StatusCode::SERVICE_UNAVAILABLE),
    }
}

/// Whether a request is meant for this machine. A page from elsewhere can have its own name lead here (DNS rebinding),
/// but neither a number nor `localhost`.
fn is_ours(host: &str, own: Option<&str>) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let number = name.trim_start_matches('[').trim_end_matches(']');
    let is_own = |own: &str| own.eq_ignore_ascii_case(name);
    number.parse::<IpAddr>().is_ok() || is_own("localhost") || own.is_some_and(is_own)
}

fn refuse(status: StatusCode) -> Response {
    status.into_response()
}

/// Path and query of an address, decoded.
fn read(address: &Uri) -> (String, Vec<(String, String)>) {
    let query = address.query().unwrap_or_default().split('&');
    let pairs = query.filter_map(|pair| pair.split_once('='));
    (
        decode(address.path().trim_start_matches('/')),
        pairs.map(|(name, value)| (decode(name), decode(value))).collect(),
    )
}

fn response(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = [
        (header::CONTENT_TYPE, answer.media_type),
        // What is on the screen may be gone from the disk a moment later.
        (header::CACHE_CONTROL, "no-store"),
    ];
    let location = answer
        .location
        .and_then(|location| HeaderValue::try_from(location).ok());
    let mut response = (status, headers, Body::from(answer.body)).into_response();
    if let Some(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// Each state of the preview, from the one that it is in.
fn events(mut states: watch::Receiver<Option<State>>) -> impl IntoResponse {
    states.mark_changed();
    let stream = stream::unfold(states, |mut states| async move {
        states.changed().await.ok()?;
        let state = states.wait_for(Option::is_some).await.ok()?.clone()?;
        states.mark_unchanged();
        Some((Ok::<_, Infallible>(Event::default().data(state.to_json())), states))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_requests_for_this_machine_are_answered() {
        for host in [
            "localhost",
            "LOCALHOST:4000",
            "127.0.0.1:1",
            "[::1]:4000",
            "192.168.1.5:4000",
            "hr-pc",
        ] {
            assert!(is_ours(host, Some("hr-pc")), "{host}");
        }
        for host in ["example.com", "example.com:4000", "localhost.example.com", "", "hr-pc2"] {
            assert!(!is_ours(host, Some("hr-pc")), "{host}");
        }
    }

    #[test]
    fn addresses_are_decoded() {
        let read = |address: &str| super::read(&address.parse().unwrap());
        let (path, query) = read("/zh/%E5%88%B6%E5%BA%A6.html?line=3&path=zh%2Fa.md");
        assert_eq!(path, "zh/制度.html");
        assert_eq!(query, [("line".into(), "3".into()), ("path".into(), "zh/a.md".into())]);
        assert_eq!(read("/%4").0, "%4");
    }
}
