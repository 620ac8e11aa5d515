"""What the demo's guests ask again and again, with the answers of the house."""

from ..questions.operations import add_question

SHOPS = (
    {
        "it": "Posso usare la tessera in tutti e due i negozi?",
        "en": "Can I use my card in both shops?",
    },
    {
        "it": "Sì, al Centro e alla Stazione: i punti e i buoni sono gli stessi.",
        "en": "Yes, at Centro and at Stazione: points and vouchers are the same.",
    },
)
HOURS = (
    {"it": "Quando siete aperti?", "en": "When are you open?"},
    {
        "it": "Centro: dal lunedì al sabato, dalle 6:30 alle 19.\n"
        "Stazione: tutti i giorni, dalle 6 alle 21.",
        "en": "Centro: Monday to Saturday, from 6:30 to 19:00.\n"
        "Stazione: every day, from 6:00 to 21:00.",
    },
)
ALLERGENS = (
    {"it": "Che cosa c'è dentro? Ho un'allergia.", "en": "What is in it? I have an allergy."},
    {
        "it": "Il libro degli allergeni è al banco: basta chiederlo.\n\n"
        "Il latte di avena e quello di soia non costano di più. I cornetti senza glutine "
        "arrivano confezionati e restano chiusi fino a quando li apri tu.",
        "en": "The list of allergens is at the counter: just ask for it.\n\n"
        "Oat and soy milk cost nothing extra. Gluten-free croissants come wrapped, "
        "and stay so until you open them.",
    },
)


def ask_often() -> None:
    for number, (question, answer) in enumerate((SHOPS, HOURS, ALLERGENS), start=1):
        add_question(f"demo-{number}", question, answer)
