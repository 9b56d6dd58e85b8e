"""What a column of a table holds, by the name that people give it."""

from functools import lru_cache

from . import headings

_NAMES = {
    "fix": "fix, fixes, fix id, id, ticket",
    "text": (
        "description, item, task, what, text, summary, blocker, progress, name, title, descrição, tarefa, "
        "bloqueio, resumo, descripción, tarea, bloqueo, resumen, tâche, blocage, beschreibung, aufgabe, "
        "описание, задача, "
        "说明, 描述, 任务, 内容, タスク, 作業, 설명, 작업, 내용"
    ),
    "commit": "commit, commits, hash, commit hash, sha, коммит, コミット, 提交, 커밋",
    "date": (
        "date, completed, when, done, completion date, completed on, data, concluído, fecha, datum, "
        "erledigt, дата, 日期, 完成日期, 日付, 完了日, 날짜, 완료일"
    ),
    "session": "session, sessão, sesión, sitzung, сессия, 会话, セッション, 세션",
    "status": "status, state, estado, statut, état, zustand, статус, 状态, 状態, ステータス, 상태",
    "why": "why, reason, cause, motivo, razón, raison, grund, причина, 原因, 理由, 이유",
    "impact": "impact, impacto, auswirkung, влияние, 影响, 影響, 영향",
    "mitigation": (
        "mitigation, workaround, mitigação, mitigación, contournement, gegenmaßnahme, решение, "
        "缓解措施, 対策, 回避策, 대응"
    ),
    "duration": "duration, time, duração, duración, durée, dauer, 时长, 所要時間, 시간",
    "expected": "expected, expected by, expected resolution, due, eta, resolution date, previsão, fällig",
    "branch": "branch",
}
KNOWN = frozenset(_NAMES)
"""What a column can hold."""

_HOLDS = {name: what for what, names in _NAMES.items() for name in names.split(", ")}


NUMBERS = frozenset(
    ["no", "nr", "nº", "num", "number", "nummer", "número", "rank", "id", "编号", "番号", "번호", "номер"]
)
"""Names of columns that number the rows, which may be by the ids of fixes."""


@lru_cache(512)
def of_table(titles: tuple[str, ...]) -> tuple[str, ...]:
    """What the columns of a table hold, by their titles.

    Beside a column of ids, `#` or `ID`, one named `Fix` has the texts; else `#` has the ids of fixes.
    """
    held = [holds(headings.name(title)) for title in titles]
    numbers = [
        at for at, title in enumerate(titles) if title.strip() == "#" or headings.name(title) in NUMBERS
    ]
    fixes = [at for at, what in enumerate(held) if what == "fix"]
    if numbers and (not fixes or "text" not in held):
        for at in fixes:
            held[at] = "text"
        held[numbers[0]] = "fix"
    return tuple(held)


@lru_cache(512)
def holds(name: str) -> str:
    """What a column holds, for its name as `headings.name` has it; that name where it is none known."""
    return _HOLDS.get(name, name)
