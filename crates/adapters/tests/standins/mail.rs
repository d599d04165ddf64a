//! Letters over SMTP, against the stand-in mail server.

use adapters::mail::{Mail, MailAddress, MailError, MailSender, Security, SmtpSender, SmtpSettings};
use futures::future::join_all;
use standin::smtp::KeptMail;
use standin::{Place, Running};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

async fn server(change: impl FnOnce(&mut standin::smtp::SmtpSettings)) -> Running<KeptMail> {
    let mut settings = standin::smtp::SmtpSettings::at(Place::anywhere());
    change(&mut settings);
    standin::smtp::start(settings).await.expect("a free port")
}

fn address(text: &str) -> MailAddress {
    MailAddress::try_new(text).expect("a good address")
}

fn settings(server: SocketAddr) -> SmtpSettings {
    SmtpSettings {
        host: server.ip().to_string(),
        port: server.port(),
        security: Security::PlainLoopback,
        extra_roots_pem: None,
        login: None,
        from: (
            address("motcua@vanyen.example.gov.vn"),
            "Trung tâm Phục vụ hành chính công xã Vạn Yên".to_owned(),
        ),
        reply_to: None,
        hello: "motcua.example".to_owned(),
        connections: 4,
        answer_timeout: Duration::from_millis(800),
    }
}

fn sender(server: SocketAddr) -> SmtpSender {
    SmtpSender::try_new(settings(server)).expect("good settings")
}

fn letter(reference: &str) -> Mail {
    Mail {
        reference: reference.to_owned(),
        to: address("lan.nguyen@nha.example.vn"),
        to_name: "Nguyễn Thị Lan".to_owned(),
        subject: "Hồ sơ 000.00.19.H49-261123-0007 đã có kết quả".to_owned(),
        text: "Kính gửi bà Lan,\n\n.Dòng có dấu chấm đầu\n..hai chấm\nMời bà đến quầy số 5.".to_owned(),
        html: Some("<p>Kính gửi bà Lan, mời bà đến <strong>quầy số 5</strong>.</p>".to_owned()),
    }
}

#[tokio::test]
async fn a_letter_arrives_letter_for_letter_in_both_forms_under_our_reference() {
    let server = server(|_| {}).await;
    let accepted = sender(server.address()).send(&letter("m-7")).await.expect("accepted");
    assert_eq!(accepted.message_id, "<m-7@vanyen.example.gov.vn>");
    let kept = server.kept().all();
    assert_eq!(kept.len(), 1);
    let (sent, got) = (letter("m-7"), &kept[0]);
    assert_eq!(got.message_id, "m-7@vanyen.example.gov.vn");
    assert_eq!((got.subject.as_str(), got.text.replace("\r\n", "\n")), (sent.subject.as_str(), sent.text));
    assert_eq!(got.html.trim_end(), sent.html.expect("given"));
    assert_eq!(
        (got.from.as_str(), got.to[0].as_str()),
        ("motcua@vanyen.example.gov.vn", "lan.nguyen@nha.example.vn")
    );
    assert!(got.raw.contains("\nAuto-Submitted: auto-generated\r\n"), "{}", got.raw);
}

#[tokio::test]
async fn a_letter_sent_twice_is_the_same_letter_to_every_mail_programme() {
    let server = server(|_| {}).await;
    let sender = sender(server.address());
    sender.send(&letter("m-7")).await.expect("accepted");
    sender.send(&letter("m-7")).await.expect("accepted");
    let ids: BTreeSet<String> = server.kept().all().into_iter().map(|kept| kept.message_id).collect();
    assert_eq!(ids.len(), 1);
}

#[tokio::test]
async fn a_subject_with_a_line_break_makes_no_second_recipient() {
    let server = server(|_| {}).await;
    let mail = Mail {
        subject: "Hồ sơ\r\nBcc: ai@do.vn".to_owned(),
        to_name: "Lan\r\nX-A: b".to_owned(),
        ..letter("m-1")
    };
    sender(server.address()).send(&mail).await.expect("accepted");
    let raw = &server.kept().all()[0].raw;
    assert!(!raw.contains("\nBcc:") && !raw.contains("\nX-A:"), "{raw}");
}

#[tokio::test]
async fn a_hundred_letters_at_once_all_arrive_once() {
    let server = server(|_| {}).await;
    let sender = sender(server.address());
    let letters: Vec<Mail> = (0..100).map(|at| letter(&format!("m-{at}"))).collect();
    for outcome in join_all(letters.iter().map(|letter| sender.send(letter))).await {
        outcome.expect("accepted");
    }
    let ids: BTreeSet<String> = server.kept().all().into_iter().map(|kept| kept.message_id).collect();
    assert_eq!((server.kept().all().len(), ids.len()), (100, 100));
}

/// How a test makes the stand-in misbehave.
type Twist = fn(&mut standin::smtp::SmtpSettings);

#[tokio::test]
async fn later_never_and_unknown_are_told_apart() {
    let cases: [(Twist, MailError, usize); 4] = [
        (|faults| faults.later_every = 1, MailError::Retry { reply: Some(451) }, 0),
        (
            |faults| faults.refuse.push("lan.nguyen@nha.example.vn".into()),
            MailError::GiveUp { reply: Some(550) },
            0,
        ),
        (|faults| faults.drop_answer_every = 1, MailError::Unknown, 1),
        (|faults| faults.die_after = 1, MailError::Unknown, 1),
    ];
    for (fault, expected, kept) in cases {
        let server = server(fault).await;
        assert_eq!(sender(server.address()).send(&letter("m-1")).await, Err(expected));
        assert_eq!(server.kept().all().len(), kept, "{expected:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_away_or_silent_before_the_text_means_later() {
    let away = server(|_| {}).await.address();
    assert_eq!(sender(away).send(&letter("m-1")).await, Err(MailError::Retry { reply: None }));
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = silent.local_addr().expect("bound");
    assert_eq!(sender(address).send(&letter("m-1")).await, Err(MailError::Retry { reply: None }));
}

#[tokio::test]
async fn a_kept_connection_that_the_server_closed_is_replaced_without_a_word() {
    let first = server(|_| {}).await;
    let address = first.address();
    let sender = sender(address);
    sender.send(&letter("m-1")).await.expect("accepted");
    drop(first);
    let second = server_at(address).await;
    sender.send(&letter("m-2")).await.expect("the sender connects anew");
    assert_eq!(second.kept().all()[0].message_id, "m-2@vanyen.example.gov.vn");
}

/// The port of a server that was just dropped: its task may take a moment to let go.
async fn server_at(address: SocketAddr) -> Running<KeptMail> {
    for _ in 0..200 {
        let mut settings = standin::smtp::SmtpSettings::at(Place::anywhere());
        settings.place.listen = address;
        if let Ok(server) = standin::smtp::start(settings).await {
            return server;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the port is never free");
}

#[tokio::test]
async fn a_reference_that_cannot_be_an_id_is_given_up_before_connecting() {
    let server = server(|_| {}).await;
    let sender = sender(server.address());
    for reference in ["", "a b", "a@b", "a>\r\nX: y", &"x".repeat(65)] {
        assert_eq!(
            sender.send(&letter(reference)).await,
            Err(MailError::GiveUp { reply: None }),
            "{reference:?}"
        );
    }
    assert_eq!(server.kept().all(), []);
}

#[tokio::test]
async fn a_server_without_starttls_is_refused_when_starttls_was_asked_for() {
    let server = server(|_| {}).await;
    let settings = SmtpSettings { security: Security::StartTls, ..settings(server.address()) };
    let sender = SmtpSender::try_new(settings).expect("good settings");
    assert_eq!(sender.send(&letter("m-1")).await, Err(MailError::Retry { reply: None }));
    assert_eq!(server.kept().all(), [], "nothing went over the open line");
}

/// A TLS front before a plain server, under a certificate of its own; the address and the certificate as PEM.
///
/// With `starttls` it first speaks the plain part of the talk itself.
async fn tls_front(server: SocketAddr, starttls: bool) -> (SocketAddr, Vec<u8>) {
    let certified = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider knows them")
        .with_no_client_auth()
        .with_single_cert(vec![certified.cert.der().clone()], key)
        .expect("they belong together");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let mut behind = BufReader::new(TcpStream::connect(server).await.expect("the server is there"));
            if starttls {
                speak_until_starttls(&mut client).await;
                // The server behind greets too; the client has been greeted.
                let mut greeting = String::new();
                behind.read_line(&mut greeting).await.expect("a greeting");
            }
            // A client that does not trust us ends here.
            if let Ok(mut secret) = acceptor.accept(client).await {
                let _ = copy_bidirectional(&mut secret, &mut behind).await;
            }
        }
    });
    (address, certified.cert.pem().into_bytes())
}

async fn speak_until_starttls(client: &mut TcpStream) {
    let mut talk = BufReader::new(client);
    talk.write_all(b"220 front\r\n").await.expect("taken");
    for (expected, answer) in [("EHLO", "250-front\r\n250 STARTTLS\r\n"), ("STARTTLS", "220 go on\r\n")] {
        let mut line = String::new();
        talk.read_line(&mut line).await.expect("a command");
        assert!(line.starts_with(expected), "{line}");
        talk.write_all(answer.as_bytes()).await.expect("taken");
    }
}

#[tokio::test]
async fn a_letter_goes_over_tls_and_over_starttls_when_the_certificate_is_trusted() {
    for (security, starttls) in [(Security::Tls, false), (Security::StartTls, true)] {
        let server = server(|_| {}).await;
        let (front, certificate) = tls_front(server.address(), starttls).await;
        let trusting = SmtpSettings {
            host: "localhost".to_owned(),
            security: security.clone(),
            extra_roots_pem: Some(certificate),
            ..settings(front)
        };
        let sender = SmtpSender::try_new(trusting).expect("good settings");
        sender.send(&letter("m-1")).await.expect("accepted");
        assert_eq!(server.kept().all().len(), 1, "{security:?}");
    }
}

#[tokio::test]
async fn nothing_goes_to_a_server_whose_certificate_is_not_trusted() {
    for (security, starttls) in [(Security::Tls, false), (Security::StartTls, true)] {
        let server = server(|_| {}).await;
        let (front, _) = tls_front(server.address(), starttls).await;
        let wary = SmtpSettings { host: "localhost".to_owned(), security, ..settings(front) };
        let sender = SmtpSender::try_new(wary).expect("good settings");
        assert_eq!(sender.send(&letter("m-1")).await, Err(MailError::Retry { reply: None }));
        assert_eq!(server.kept().all(), []);
    }
}
