//! The server: it takes requests for files and passes them on.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::mpsc::Sender;

use axum::body::Body;
use axum::extract::State as Shared;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

use super::preview::State;
use super::{Answer, Message, Request};

/// What browsers listen at for changes.
const EVENTS: &str = "/_rolebook/events";

/// What each request needs.
#[derive(Clone)]
pub(super) struct Site {
    pub messages: Sender<Message>,
    pub states: watch::Receiver<Option<State>>,
    /// A name of this machine that requests may use.
    pub host: Option<String>,
}

/// Answers requests for ever.
///
/// # Errors
/// The system refuses.
pub(super) async fn serve(listener: TcpListener, site: Site) -> std::io::Result<()> {
    let router = axum::Router::new().fallback(answer).with_state(site);
    axum::serve(listener, router).await
}

async fn answer(Shared(site): Shared<Site>, request: axum::extract::Request) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(|host| is_ours(host, site.host.as_deref())) {
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
    let Some((path, query)) = read(request.uri()) else {
        return refuse(StatusCode::BAD_REQUEST);
    };
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

/// Path and query of an address, decoded; nothing where it does not decode to text.
fn read(address: &Uri) -> Option<(String, Vec<(String, String)>)> {
    let path = decode(address.path().trim_start_matches('/'))?;
    let query = address.query().unwrap_or_default().split('&');
    let pairs = query.filter_map(|pair| pair.split_once('='));
    let query = pairs.map(|(name, value)| Some((decode(name)?, decode(value)?)));
    Some((path, query.collect::<Option<_>>()?))
}

/// `text` with its `%` and digits as the bytes that they stand for.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let (high, low) = (digit(rest.next())?, digit(rest.next())?);
                (high * 16 + low) as u8
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

fn response(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = [
        (header::CONTENT_TYPE, answer.media_type),
        // What is on the screen may be gone from the disk a moment later.
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
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
        let (path, query) = read("/zh/%E5%88%B6%E5%BA%A6.html?line=3&path=zh%2Fa.md").unwrap();
        assert_eq!(path, "zh/制度.html");
        assert_eq!(query, [("line".into(), "3".into()), ("path".into(), "zh/a.md".into())]);
        assert!(read("/%FF").is_none() && read("/%4").is_none());
    }
}
