#include "demo/matters.h"

namespace letterlock::demo {

const char* const kMattersAbroad = R"(
= abroad de
S Stellungnahme zum Entwurf|Pegel {place}|Entwurf Bewirtschaftungsplan
O anbei der [aktuelle|letzte] Stand unserer Stellungnahme zum Pegel {place}. Änderungen habe ich gelb markiert.
O die Behörde hat uns die Frist bis {day} verlängert, mehr ist [leider nicht|nicht] zu bekommen.
D Seite {n} ist aus meiner Sicht zu höflich, der Pegel wurde schließlich ohne Anhörung verlegt.
D Die Messwerte von {month} fehlen noch, das Labor schickt sie frühestens {day}.
D Für die Veranstaltung in {place} haben sich {n} Leute angemeldet, der Saal fasst {n}.
D Die Kosten liegen bei ungefähr {n} hundert Euro, Rechnung folgt über das Büro.
A [Könntest|Kannst] du bitte bis {day} drüberschauen?
A Wer übernimmt die Übersetzung ins Englische?
R Gelesen, passt. Nur der Absatz über die Gebühren gehört nach vorne.
R Die Übersetzung mache ich, brauche dafür aber bis {day}.
R Danke dir! Ich würde das Foto vom Wehr auf die erste Seite nehmen.
R Einverstanden. Für {place} sollten wir trotzdem noch einmal mit dem Bürgermeister sprechen.
R Das klingt gut, bitte schick die Endfassung auch an Annegret.
F Stellungnahme Pegel
= abroad de
S Sitzung am {day}|Termin {day} {time}|Büro {place}: Schlüssel
O können wir die Sitzung auf {day}, {time} Uhr verschieben? Mir ist ein Termin in {place} dazwischengekommen.
O kurze Erinnerung: {day} um {time} Uhr treffen wir uns im großen Raum, Tagesordnung unten.
D 1. Rückblick {place}, 2. Förderantrag, 3. Öffentlichkeitsarbeit, 4. Verschiedenes.
D Der Förderantrag braucht zwei Unterschriften, bitte Stifte mitbringen.
D Die Heizung im Büro fällt wieder aus, warm anziehen.
A Passt das allen?
A Wer bringt Kuchen mit?
R Passt mir gut.
R Ich bin etwas später da, fangt ruhig ohne mich an.
R Geht bei mir leider nicht, könnt ihr mir das Protokoll schicken?
R Kuchen übernehme ich, gibt wieder den mit Äpfeln.
F Tagesordnung
= abroad fr
S Réunion du {day}|Projet de communiqué|Déplacement à {place}
O je vous envoie le projet de communiqué pour {place}, [dites-moi|merci de me dire] ce que vous en pensez.
O comme convenu, voici le compte rendu de la réunion à {place}. Il reste deux points à régler.
D Le préfet n'a toujours pas répondu à notre lettre, ce qui est une réponse aussi.
D Les relevés du mois dernier montrent une baisse de {percent} à la station du moulin.
D Le budget du déplacement s'élève à {n} cents euros, hôtel compris.
D J'ai enlevé la phrase sur les tarifs, elle prêtait à confusion.
A Pourriez-vous relire avant {day} ?
A Qui peut venir à la conférence de presse ?
R Très bien pour moi, j'ai corrigé deux coquilles à la page {n}.
R Je préfère la première version, plus courte et plus claire.
R Merci beaucoup ! Je serai là {day} à {time}.
R D'accord avec tout, sauf le titre : « rivière » au singulier.
F Communique
= abroad es
S Reunión del {day}|Borrador del informe|Campaña en {place}
O te mando el borrador del informe sobre {place}, todavía faltan los datos de {month}.
O la reunión con el ayuntamiento de {place} fue [bien|mejor de lo esperado], nos escucharon casi una hora.
D La señora alcaldesa pidió una versión más corta, de {n} páginas como máximo.
D Los vecinos han recogido {n} firmas en un fin de semana, ¡qué bárbaro!
D El año pasado el caudal bajó un {percent} y nadie dijo nada.
A ¿[Puedes|Podrías] revisarlo antes del {day}?
A ¿Quién se encarga de la traducción al inglés?
R Lo leo mañana por la mañana y te digo.
R Me parece muy bien, sólo cambiaría el orden de los capítulos.
R La traducción la hago yo, no te preocupes.
R ¡Enhorabuena por las firmas! Las mandamos junto con la carta.
F Informe
= abroad ja
S 会議の件|資料の送付|川の調査について
O いつも大変お世話になっております。来週の会議の資料をお送りします。
O 先日は東京でお時間をいただき、ありがとうございました。川の調査の結果をまとめました。
D 水質の数値は先月より少し良くなっていますが、下流ではまだ高いままです。
D 会議は午前十時から二時間の予定です。通訳は私が手配します。
D 写真は五枚あります。一枚目は上流、ほかは下流で撮りました。
A ご確認をお願いいたします。
A ご都合はいかがでしょうか。
R 資料を受け取りました。ありがとうございます。
R 日程はそれで問題ありません。よろしくお願いいたします。
R 数値の単位が違うようですので、もう一度ご確認ください。
R 英語の要約は来週までに作成いたします。
F Survey summary
= abroad ru
S Отчёт за квартал|Данные по станции|Встреча в среду
O высылаю отчёт за прошлый квартал, таблицы в конце [файла|документа].
O получили данные с нижней станции, они [заметно|немного] отличаются от прошлогодних.
D Уровень воды в марте был ниже обычного, сказалась сухая зима.
D Две пробы пришлось выбросить: бутылки разбились в поезде.
D Коллеги из Берлина просят английскую версию, хотя бы краткую.
A Посмотрите, пожалуйста, до пятницы.
A Когда вам удобно созвониться?
R Спасибо, всё получила. Вопросов пока нет.
R Можно созвониться в четверг после обеда.
R Мне кажется, в третьей таблице перепутаны столбцы.
R Хорошо, английскую версию сделаю сама.
F Quarterly report
)";

}  // namespace letterlock::demo
