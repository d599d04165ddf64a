//! People who say what is wrong: most of them have waited too long, a few were not treated well. Whoever leads the unit answers,
//! mostly in time.

use crate::crowd::{SimError, What};
use crate::lane::Lane;
use app::{Actor, Command};
use domain::catalogue::Role;
use domain::dossier::State;
use domain::kernel::{Kind, StreamId};
use domain::petition::{self, Matter};
use plan::Dice;

/// Who answers for a unit: the first of these posts that is held there.
const LEADERS: [Role; 4] = [Role::Head, Role::CentreDirector, Role::Leader, Role::DeputyLeader];

/// What people write, by what it is about.
const WORDS: [(Matter, [&str; 3]); 5] = [
    (
        Matter::Delay,
        [
            "Hồ sơ đã quá ngày hẹn mà chưa có kết quả. Tôi gọi điện hai lần chưa ai trả lời rõ.",
            "Giấy hẹn ghi hôm trước, đến nơi được bảo chờ thêm. Đề nghị cho biết hồ sơ đang ở đâu.",
            "Tôi cần kết quả để kịp làm thủ tục vay vốn, nay đã trễ hẹn mấy ngày.",
        ],
    ),
    (
        Matter::Conduct,
        [
            "Cán bộ tại quầy trả lời cộc lốc, không giải thích thiếu giấy tờ gì.",
            "Tôi chờ tại quầy hơn hai mươi phút trong khi cán bộ nói chuyện riêng.",
            "Người lớn tuổi hỏi cách ghi tờ khai nhưng không được hướng dẫn.",
        ],
    ),
    (
        Matter::Papers,
        [
            "Lần đầu không nói, lần sau lại yêu cầu thêm bản sao giấy tờ khác.",
            "Tôi được yêu cầu nộp bản sao hộ khẩu dù đã có căn cước gắn chip.",
            "Giấy tờ yêu cầu thêm không có trong thành phần hồ sơ niêm yết.",
        ],
    ),
    (
        Matter::Fee,
        [
            "Số tiền ghi trên biên lai khác với mức niêm yết tại sảnh.",
            "Tôi đã nộp phí nhưng trang hồ sơ vẫn báo chưa nộp.",
            "Đề nghị giải thích vì sao thu thêm lệ phí.",
        ],
    ),
    (
        Matter::Other,
        [
            "Tên đường trong giấy hẹn ghi chưa đúng, mong được sửa.",
            "Bãi giữ xe quá xa cửa vào, người già đi lại khó khăn.",
            "Đề nghị cho nộp hồ sơ này qua mạng để đỡ phải đi lại.",
        ],
    ),
];

const RIGHT: [&str; 3] = [
    "Phản ánh của ông bà là đúng. Đơn vị xin lỗi vì đã để chậm và đã phân công người khác xử lý ngay.",
    "Đơn vị đã kiểm tra, việc ông bà nêu là đúng. Chúng tôi đã nhắc nhở cán bộ và xin lỗi ông bà.",
    "Cảm ơn ông bà đã góp ý. Thiếu sót này đã được sửa, hồ sơ của ông bà được ưu tiên xem xét.",
];
const NOT_RIGHT: [&str; 2] = [
    "Đơn vị đã kiểm tra: hồ sơ được giải quyết đúng quy trình, các bước và thời gian đều ghi trên trang này.",
    "Yêu cầu của cán bộ là theo thành phần hồ sơ đã công bố. Mời ông bà xem danh mục giấy tờ của thủ tục.",
];

impl Lane {
    /// Decides whether this applicant will have reason to say something, and when.
    pub(crate) async fn expect_petition(&mut self, dossier: StreamId) -> Result<(), SimError> {
        let mut dice = self.dice_of(dossier, "expects");
        let (_, state) = self.app.dossier_state(dossier).await?;
        let people = &self.ways.people;
        let (if_late, anyway) = (dice.chance(people.complains_when_late), dice.chance(people.complains));
        let [least, most] = self.ways.minutes.complains_after;
        let minutes = dice.between(least, most);
        let from = match state.promise() {
            Some(promise) if if_late => promise.first_due_at,
            _ if anyway => self.app.now(),
            _ => return Ok(()),
        };
        let at = self.app.directory().calendar().add_working(from, minutes * 60_000)?;
        self.at(at, What::Complain { dossier, late: if_late });
        Ok(())
    }

    /// Says it, if it is so.
    pub(crate) async fn complain(&mut self, dossier: StreamId, late: bool) -> Result<(), SimError> {
        let (_, state) = self.app.dossier_state(dossier).await?;
        let is_late = state.ready_at().is_none()
            && state.promise().is_some_and(|promise| self.app.now() > promise.first_due_at);
        let mut dice = self.dice_of(dossier, "says");
        let matter = match (late, is_late) {
            (true, true) => Matter::Delay,
            (true, false) => return Ok(()),
            (false, _) => about(&mut dice, &state),
        };
        let words = WORDS.iter().find(|(about, _)| *about == matter).map_or(&[][..], |(_, words)| words);
        let text = dice.pick(words).copied().unwrap_or_default().to_owned();
        let lodge = Command::LodgePetition { dossier, matter: Some(matter), text };
        if self.ask(&Actor::Citizen, lodge).await?.is_none() {
            return Ok(());
        }
        let [least, most] = self.ways.minutes.petition_answered_after;
        self.after_minutes(dice.between(least, most), What::Answer(dossier))
    }

    /// Whoever leads the unit answers.
    pub(crate) async fn answer(&mut self, dossier: StreamId) -> Result<(), SimError> {
        let stream = petition::stream_of(dossier);
        let loaded =
            self.app.store().load(self.app.tenant(), &[stream]).await.map_err(app::AppError::from)?;
        let state = loaded.into_iter().flatten().find(|loaded| loaded.kind == Kind::Petition);
        let Some(domain::State::Petition(Some(state))) = state.map(|loaded| loaded.state) else {
            return Ok(());
        };
        let Some(waiting) = state.waiting() else { return Ok(()) };
        let Some(actor) = self.leader_of(&waiting.unit) else { return Ok(()) };
        if self.is_played(&actor) {
            return Ok(());
        }
        let mut dice = self.dice_of(dossier, "answers");
        // Who is late is told so by the system itself; of the rest about half turns out to be right.
        let upheld = waiting.matter == Matter::Delay || dice.chance(50);
        let text = if upheld { dice.pick(&RIGHT) } else { dice.pick(&NOT_RIGHT) };
        let text = text.copied().unwrap_or_default().to_owned();
        let command = Command::AnswerPetition { dossier, number: waiting.number, upheld: Some(upheld), text };
        self.ask(&actor, command).await?;
        Ok(())
    }

    /// The head of a unit; where there is none, of the one above it.
    fn leader_of(&mut self, unit: &str) -> Option<Actor> {
        let above = self.app.directory().unit_path(unit);
        above.iter().find_map(|unit| LEADERS.into_iter().find_map(|role| self.holder(unit, role)))
    }

    /// Chance of its own for what people say: nobody else's day changes with it.
    fn dice_of(&self, dossier: StreamId, what: &str) -> Dice {
        Dice::of(&format!("petition:{}:{dossier}:{what}", self.seed_name()))
    }
}

/// What it is about when nothing is late.
fn about(dice: &mut Dice, state: &State) -> Matter {
    let shares = [
        (Matter::Conduct, 4),
        (Matter::Papers, if state.supplements.is_empty() { 1 } else { 6 }),
        (Matter::Fee, 1),
        (Matter::Other, 2),
    ];
    dice.weighed(&shares, |(_, share)| *share).map_or(Matter::Other, |(matter, _)| *matter)
}
