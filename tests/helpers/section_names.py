"""What people call the sections and the header fields of a state document, in the languages they write."""

import re
import unicodedata

NAMES = {
    "completed": (
        *(
            "Completed Fixes",
            "Completed Items",
            "What Was Just Completed",
            "Completed",
            "Done",
            "Concluído",
        ),
        *("Completado", "Erledigt", "Terminé", "已完成", "完了したこと", "완료"),
    ),
    "in-progress": (
        *("In Progress", "What Is Currently In Progress", "Currently In Progress", "Em andamento"),
        *("En progreso", "In Arbeit", "En cours", "进行中", "作業中", "진행 중"),
    ),
    "next": (
        *("Next Up", "Next Actions", "What's Next", "Next Steps", "Próximos passos", "Próximos pasos"),
        *("Nächste Schritte", "Prochaines étapes", "下一步", "次にやること", "다음 할 일"),
    ),
    "blockers": (
        *("Blockers", "Current Blockers", "Bloqueios", "Bloqueos", "Blocker", "Blocages"),
        *("阻塞", "ブロッカー", "차단 요소"),
    ),
    "issues": (
        *("Known Issues", "Problemas conhecidos", "Problemas conocidos", "Bekannte Probleme"),
        *("Problèmes connus", "已知问题", "既知の問題", "알려진 이슈"),
    ),
    "decisions": (
        "Decisions",
        "Decisões",
        "Decisiones",
        "Entscheidungen",
        "Décisions",
        "决策",
        "決定事項",
        "결정",
    ),
    "failed": ("Failed Approaches", "What Failed"),
    "log": ("Session Log", "Session History", "Sitzungsprotokoll", "Historique des sessions"),
    "checkpoint": ("Git Checkpoint", "Checkpoint"),
    "phase": ("Current Phase",),
    "tasks": ("Tasks", "Tarefas", "Tareas", "Aufgaben", "Tâches", "任务", "タスク", "작업"),
}
"""The names of a section by what it is about, the profiles' own first."""

DATES = (
    *("last updated", "last update", "updated", "last_updated", "date_last_updated", "date", "timestamp"),
    *("atualizado em", "última atualização", "actualizado", "última actualización", "mis à jour"),
    *("dernière mise à jour", "aktualisiert", "zuletzt aktualisiert", "stand", "最終更新", "更新日"),
    *("最后更新", "更新日期", "날짜", "마지막 업데이트", "session handoff"),
)
"""What stands before the date of a document."""
VALUES = ("session", "status", "branch", "phase", "current phase", "progress")
"""Fields whose value ends where a remark begins."""
WHOLE = ("last commit", "commit", "uncommitted changes", "changes")
"""Fields whose value goes on to the end of the line, or to the next field."""

_BY_NAME = {name.casefold(): concept for concept, names in NAMES.items() for name in names}


def concept_of(heading: str) -> str:
    """What a section is about; "" where its heading is none of those above."""
    text = "".join(" " if unicodedata.category(c) in {"So", "Cf", "Mn", "Sk"} else c for c in heading)
    text = re.sub(r"[*_`]|\[|\]\([^)]*\)", "", text).strip()
    text = re.sub(r"^(?:\d+(?:\.\d+)*[.)]\s+)", "", text)
    text = re.split(r"\s+[—(]|（", text, maxsplit=1)[0]
    return _BY_NAME.get(text.strip(" :：").casefold(), "")
