//! The outside worlds: telecom and mail.

use super::Finding;
use crate::config::Config;
use adapters::mail::{ClosedDoor, SmtpSender, SmtpSettings};
use adapters::sms::SmppSender;
use std::time::Duration;
use tokio::net::{TcpStream, ToSocketAddrs};
use tokio::time::timeout;

/// Longest wait for an outside world.
const PATIENCE: Duration = Duration::from_secs(6);

/// Somebody listens there.
async fn answers(address: impl ToSocketAddrs) -> bool {
    matches!(timeout(PATIENCE, TcpStream::connect(address)).await, Ok(Ok(_)))
}

pub(super) async fn telecom(config: &Config) -> Finding {
    let Some(settings) = &config.sms else {
        return Finding::look(
            "telecom",
            "no message centre is configured: messages wait in the outbox",
            "set sms.address, sms.system_id and sms.password in motcua.toml or MOTCUA_SMS_*",
        );
    };
    let sender = match SmppSender::try_start(settings.clone()) {
        Ok((sender, _receipts)) => sender,
        Err(error) => {
            return Finding::ill("telecom", format!("settings: {error}"), "mend [sms] in motcua.toml");
        }
    };
    if !answers(&settings.address).await {
        return Finding::ill(
            "telecom",
            format!("{} does not answer", settings.address),
            "check sms.address, and that the telecom's line or tunnel is up",
        );
    }
    let bound = timeout(PATIENCE, async {
        while !sender.is_bound() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    let bound = bound.await.is_ok();
    sender.shut_down().await;
    if bound {
        Finding::well("telecom", format!("{} lets us in as {}", settings.address, settings.system_id))
    } else {
        Finding::ill(
            "telecom",
            format!("{} answers, but does not let us in as {}", settings.address, settings.system_id),
            "check sms.system_id, sms.password and sms.system_type with the telecom, and how many log-ins it allows",
        )
    }
}

pub(super) async fn mail(config: &Config) -> Finding {
    let Some(settings) = &config.mail else {
        return Finding::look(
            "mail",
            "no mail server is configured: letters wait in the outbox",
            "set mail.host and mail.from in motcua.toml or MOTCUA_MAIL_*",
        );
    };
    let name = format!("{}:{}", settings.host, settings.port);
    let quick = SmtpSettings { answer_timeout: PATIENCE, ..settings.clone() };
    let sender = match SmtpSender::try_new(quick) {
        Ok(sender) => sender,
        Err(error) => {
            return Finding::ill(
                "mail",
                format!("settings: {error}"),
                "mend [mail] in motcua.toml; mail.ca_file holds certificates as PEM",
            );
        }
    };
    if !answers((settings.host.as_str(), settings.port)).await {
        return Finding::ill(
            "mail",
            format!("{name} does not answer"),
            "check mail.host and mail.port, and the way there",
        );
    }
    match sender.try_door().await {
        Ok(()) => Finding::well("mail", format!("{name} lets us in")),
        Err(ClosedDoor::Line) => Finding::ill(
            "mail",
            format!("{name} answers, but no letter could be handed in there"),
            "check mail.port and mail.security (none only on this machine), and name certificates of your own in mail.ca_file",
        ),
        Err(ClosedDoor::TurnedAway { reply }) => Finding::ill(
            "mail",
            format!("{name} turns us away{}", reply.map_or_else(String::new, |reply| format!(" ({reply})"))),
            "ask whoever runs the mail server whether this machine may hand in letters",
        ),
        Err(ClosedDoor::LogIn) => Finding::ill(
            "mail",
            format!("{name} does not take our account"),
            "check mail.login and mail.password with whoever runs the mail server",
        ),
    }
}
