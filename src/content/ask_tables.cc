// The phrases by which mail asks for something. One a line; "a|b": either word; "~": up to two
// words of any kind between; "$": the sentence ends here.
#include "content/asks.h"

namespace letterlock::content {
namespace {

constexpr AskTable kTables[] = {
    {AskKind::login, "en", R"(
log|sign|login|signin in|into to|with|using your|the ~ account|portal|mailbox|webmail|email|credentials
log|sign in to view|review|see|read|access|continue|confirm|download|open|verify
login|logon to your|view|continue
log|sign in|on with your
log|sign in again|below|here
verify|confirm|validate|reactivate|restore|secure|unlock|authenticate your|the ~ account|identity|mailbox|login|password|credentials
verify|confirm|validate|update your ~ email|profile|details|information|address
your ~ account|mailbox|password|profile|subscription has|have|will|is|was|are ~ suspended|locked|limited|disabled|deactivated|expired|expire|restricted|blocked|compromised|terminated|closed|deleted
password|passwords expires|expired|expiry|expiration
password will|has|is ~ expire|expired|expiring
reset|change|update|keep your|current|same ~ password
session has ~ expired
unusual|suspicious|unrecognized|unauthorized sign|login|signin|activity|access
mailbox|inbox|storage is ~ full
storage|mailbox quota|limit|size ~ exceeded|reached|full
re authenticate
security alert|notice|notification ~ account
account|mailbox|access|password ~ expire|expires|expired|lapse|closed|blocked|cut ~ unless|today|tomorrow|tonight|within|if
renew|extend|keep|revalidate your ~ account|access|mailbox|password
)"},
    {AskKind::document, "en", R"(
review|open|view|download|sign|read|see|find|check ~ attached|enclosed ~ document|documents|file|files|contract|agreement|invoice|proposal|report|presentation|spreadsheet|pdf|letter|draft
review|open|view|download|sign|access|edit ~ document|documents|contract|agreement|invoice|proposal|presentation|spreadsheet|pdf
attached|enclosed document|documents|file|invoice|contract|report|agreement|proposal|pdf|presentation|letter|statement
shared|sharing ~ document|documents|file|files|folder|link|draft|report|article ~ with you
has|have shared ~ document|documents|file|files|folder|link|item|draft
shared with you
latest|updated|final|new|revised|internal|current version of the|our ~ document|contract|report|agreement|presentation|proposal|statement|paper
download the|your|this|it ~ file|files|document|report|attachment|here|below
open the ~ attachment|attachments
document|report|paper|article|draft|file is|was ~ attached|below
link to the|our|my ~ document|file|presentation|draft|report|article|paper|folder|drive
click|tap ~ link|button
follow|use|visit|open|check the|this|below|following ~ link|button below|here|to
follow|visit|open|check the|this|following link
click|tap here|below|on
signature is|are required|needed
waiting|awaiting|pending|ready for your|the ~ signature
put|placed|uploaded|saved ~ document|file|files|report|slides|draft ~ drive|cloud|onedrive|dropbox|sharepoint
docusign
comments|thoughts|feedback on the|my|our ~ document|draft|article|paper|report|statement
)"},
    {AskKind::payment, "en", R"(
wire|bank transfer|transfers|payment
transfer ~ funds|money|payment
make|process|send|complete|release|arrange|initiate|approve|settle|execute ~ payment|transfer|wire|invoice
pay the|this|an|our|your ~ invoice|bill|fee|balance|amount
outstanding|overdue|unpaid|due|pending invoice|invoices|payment|balance
bank|banking account|details|information|coordinates
new|updated|changed|change ~ bank|banking|account details|information
payment details|instructions|information|method|is
gift|itunes|steam|amazon|apple|google card|cards|voucher|vouchers
purchase|buy|get ~ card|cards|voucher|vouchers|bitcoin
remittance advice
routing number
iban
swift code
proof|copy of payment|transfer
bitcoin|btc wallet|address
direct deposit
payroll ~ information|details|account
send|wire|lend|loan|advance|deposit|forward|bring ~ money|cash|funds|dollars|euros|usd
settle|cover|clear|pay ~ bill|invoice|fee|balance|supplier|vendor|contractor|customs|deposit
pay|reimburse|refund|repay you|me ~ back|tomorrow|today|monday|later|when|as|once
ill|will reimburse|refund|repay
pick|picking up ~ cards|vouchers|card|voucher
scratch ~ codes|code|back|panel
change|update|switch|amend my|our|the ~ bank|payroll|salary|deposit ~ details|account|information
account number|details
sort code
cash|money until|till|for ~ friday|monday|payday|week|month
short of|on cash|money|funds
payment|invoice|transfer ~ go|goes|going|sent|made|processed|paid ~ today|now|immediately|noon|tonight
new|different account for ~ payment|payments|invoice|invoices|supplier|vendor
)"},
    {AskKind::secrecy, "en", R"(
keep this|it|that ~ confidential|private|quiet|secret|discreet|discrete
keep this|it|that ~ between|to us|you|ourselves|yourself
between you and me|i
between us|ourselves for|only|until|at|please|and
dont|not|never|without ~ tell|telling|mention|mentioning|discuss|discussing ~ anyone|anybody|others|colleagues|staff|team
do not|dont share|forward|show|pass this|it ~ anyone|anybody|others|on|further
dont share|forward this|it ~ anyone|anybody|others|on|further
strictly|highly|very confidential|private|personal
strict|strictest|complete|utmost confidence|confidentiality|secrecy|discretion
treat|handle this|it ~ confidential|confidentially|discreetly|discretion
your eyes only
off the record
not public yet|knowledge
nobody|noone|one else must|should|needs|need|knows|may|can ~ know
under wraps
just|only between|for us
keep|leave ~ to yourself
stays|stay between|with ~ us|you|me
dont|not|without ~ copy|copying|cc|ccing|loop|looping|involve|involving ~ anyone|anybody|others|team|them|him|her|assistant|office
tell|say|mention no|nothing one|to|about ~
sensitive|delicate matter|subject|topic|request|situation
matter|issue is|remains|stays ~ confidential|sensitive|delicate|private
cant|cannot say|tell|explain|discuss|share|write ~ more|much|here|details|yet
nobody|noone|one ~ else ~ knows|know|hear|hears|aware
in|with ~ confidence|discretion
dont|not want|wish ~ others|people|anyone|office|team|them ~ know|see|hear|find
spoil|ruin the|a|this surprise
a surprise for
)"},
    {AskKind::channel, "en", R"(
my|our personal|private|other|gmail|new|alternative|alternate ~ email|mail|address|number|phone|mobile|cell|account
your personal|private|cell|mobile|direct|whatsapp ~ number|email|mail|address|phone|line
text|call|message|whatsapp|reach|contact|ring me on|at|via|by|through ~ number|cell|mobile|phone|whatsapp|telegram|personal|private|text
reply|write|respond|answer|email|send|forward ~ to|at my|this|her|his personal|private|other|new|gmail|alternate ~ email|mail|address|account
whatsapp
over|via|on|use|using|through telegram|viber|wechat|threema
on|over|via|use|install signal app|messenger|chat|instead
switch|move|continue|talk ~ telegram|whatsapp|signal|private|personal
give|send|drop|text|share|provide ~ your ~ cell|mobile|phone|whatsapp number|contact
what|whats is|the|your ~ cell|mobile|phone|whatsapp number
cant|cannot|not|unable to|take|talk|receive|answer ~ calls|phone
only by|via|through email|text|chat
lost|broke|dropped|changed|replaced my|the ~ phone|number|mobile|sim|laptop
my|this phone|mobile|cell|laptop|number ~ broken|broke|dead|stolen|lost|died|repaired|repair
old|usual|normal|work|office|company|other address|account|mailbox|email|number|phone|mail ~ not|isnt|broken|down|trouble|problem|problems|blocked|compromised|stopped
reply|respond|answer|write|email|mail me|only|back ~ here|there|instead|privately|directly|only
dont|not|instead of ~ call|calling|use|using|reply|replying|write|writing ~ office|usual|work|old|other ~ number|address|phone|line|account|mail|email
talk|discuss|chat|speak|continue|take ~ this|it ~ elsewhere|offline|privately|outside
take|move ~ this|it|conversation ~ offline|elsewhere|private|off
off|outside|away from|of the ~ list|thread|office
leave|send|text me|us your|a ~ number|contact
add|find|message me on|at|there
secure|encrypted|another|other messenger|app|channel
number|address where|at|on ~ reach|call|text|get you
best number|way ~ reach|call|contact|text you
)"},
    {AskKind::urgency, "en", R"(
as soon as possible
asap
urgently
this|very|extremely|most|rather|quite|is urgent
urgent matter|request|attention|action|response|reply|help|need|task|payment|meeting|notice|reminder|issue
immediate action|attention|response|payment|reply|assistance
immediately to|or|and avoid|your|we
within ~ hours|hour|minutes
within 24|48|72|12|24h|48h
by|before ~ end|close of ~ day|business|today|week
by|before tonight|tomorrow|noon|cob|eod|today
before its|it is|gets too late
without delay
time sensitive
final|last chance|reminder|notice|warning
expires|expire|expiring today|soon|tomorrow|tonight|within
deadline is|was today|tomorrow|tonight|approaching|close|near
no later than
prompt|swift|immediate|urgent response|reply|action|answer
need ~ today|tonight|urgently|immediately
at your earliest
this minute|instant
before|by noon|lunch|midday|midnight|friday|monday|evening
running|short|out out|of|on time
time is short|running|tight|pressing
no time to|left|for
hurry|rush up|on|with|to
in a|some hurry|rush
at once|short
straight|right away
first thing
cant|cannot|wont|not wait ~ until|till|for|any|much
time critical|pressing
top|highest|high priority|urgency
as|more quickly|quick|fast|soon as|than
before i|we|you|the|they|he|she ~ board|leave|land|fly|travel|close|closes|depart
need|needs|must|has ~ done|sent|paid|finished|settled|sorted|out|back ~ today|tonight|now|tomorrow|morning|immediately|noon
)"},
    {AskKind::access, "en", R"(
give|grant|provide|send|get|enable ~ me|us ~ access
send|share|give|provide|tell|forward|confirm ~ me|us|your ~ password|passwords|credentials|pin|passcode|username|login|code
your ~ password|credentials|passcode|pin|username
your user|login name|details|data|id
verification|security|confirmation|authentication|authorization|access|sign|pairing code|codes|pin
one time password|code|pin|passcode
access request|requested
request|requests|requesting|requested|approve|approved access to
remote access|desktop|support to|tool|session|software
anydesk
teamviewer
mfa|2fa|totp|otp code|prompt|request|push|token|device
two|2 factor|step authentication|verification|code
approve the|this|a ~ sign|login|prompt|notification|push|device
enter ~ device|user|this|following ~ code
consent screen|page|request
recovery code|codes|email|phone|key|phrase
accept|grant|approve ~ requested|app permissions|permission|consent
read|text|tell|give|send|forward me|us ~ code|digits|number ~ you|that|from|on|sent|get|received
code|codes ~ you|your|i ~ get|got|receive|received|sent|arrives|arrived|texted
you will|should|may|might ~ get|receive ~ code|text|sms|prompt|push
six|6|four|4|eight|8 digit ~ code|number|pin
locked|logged|kicked|shut out of|from my|the|our
reply|respond|answer|send|mail|email|write ~ with|back ~ your|the ~ password|username|login|credentials|pin
send|give|lend|tell|need|use your ~ login|credentials|password|account
copy|scan|picture|photo|photograph of|from your|the|his|her ~ passport|licence|license|badge|id
copies|list|spreadsheet|export of|with all|every|our ~ employees|staff|customers|members|employee|clients
w2|w 2|forms|form|statements
date of birth
social|national security|insurance number
let me ~ use|have|borrow your ~ account|login|badge|key|password|card
add|put|invite me to|on|into|as ~ account|group|drive|folder|system|admin|administrator|owner
)"},
    {AskKind::bait, "en", R"(
are|if|when you|youre are ~ available|free|around|reachable
are you available|free|around|busy|reachable
are you in|there $
are you in today|now|tomorrow|yet
are you in|at the|your ~ office|desk|computer|laptop
let|tell me know if|when|whether you|youre ~ available|free|around|interested
can|could|would|will you do|help|handle|run|take|complete ~ favor|favour|task|errand|something
i|we need ~ favor|favour|hand
i|we need your help|assistance|support|urgent|attention
do|owe me a|one ~ favor|favour
quick favor|favour|task|request|call|chat|word|errand
reply|respond|answer to this|me ~ email|mail|once|when
have|got|spare ~ minute|moment|minutes
have|got|spare a second|sec $
have|got|spare a second|sec for|to|now|today
need|want|like to discuss|talk|speak ~ something|matter|privately|you
in|into a|another ~ meeting|conference now|all|and|right|until|so
kindly reply|respond|confirm|get|revert|advise|send|let|do
get back to me
would|are you ~ willing|interested|open to|in ~ interview|speak|talk|comment|contribute|participate|meet
short|brief|quick|written interview|questionnaire|questions
awaiting|await|expecting your ~ reply|response|answer
hear from you ~ soon|quickly|today
at your|the desk|computer|laptop|keyboard
in the office ~ today|now|tomorrow|yet
need|want|like|require you to ~ do|handle|take|get|help|arrange|sort|run|make|settle|buy|look
take care of ~ something|this|it|that ~ for
handle|sort|do|get|run|arrange|buy something|this|that|it|errand|task ~ for me|us
something|matter|task|errand i|we|that ~ need|want|must ~ you|your|done|handled
quick|urgent question|thing|something|matter|one|help
small|little question|matter|help
important matter
did you ~ get|see|receive|got ~ my|the ~ message|mail|email|note|text
waiting|wait for|on your ~ reply|response|answer|word|confirmation
drop|send|shoot|text me a|your ~ line|note|text|reply|answer
im|am|ill|be ~ in ~ meetings|transit|flight|plane|airport|hospital
about to|in board|boarding|land|take|meeting
do|handle this|something|it|that ~ for me|us
count|rely|depend on you|your
ask|asking you|a ~ favor|favour
favor|favour to|i ~ ask|need
on my behalf
write|mail|email|text|ping|answer me ~ back|when|once|as ~ you
are you still ~ around|there|up|working|online|at
when are|will|can you ~ free|available|reachable|talk|speak
can|may i|we ~ trust|count|rely|ask ~ you|on
)"},
    {AskKind::login, "de", R"(
melden|loggen|einloggen sie sich ~ an|ein
bestätigen|verifizieren|aktualisieren|überprüfen|prüfen sie ~ konto|identität|passwort|daten|zugangsdaten|angaben|kontodaten
ihr|ihre|dein ~ konto|postfach|passwort|kennwort|zugang ~ gesperrt|eingeschränkt|abgelaufen|deaktiviert|voll|gelöscht
passwort|kennwort läuft ~ ab
passwort|kennwort zurücksetzen|ändern|aktualisieren|bestätigen
ungewöhnliche|verdächtige anmeldung|aktivität|aktivitäten
mit ihren|deinen zugangsdaten|anmeldedaten
)"},
    {AskKind::document, "de", R"(
das|dem|die|den|im angehängte|angehängten|beigefügte|beigefügten|anliegende|beiliegende ~ dokument|datei|rechnung|vertrag|bericht|schreiben|entwurf
hat|habe|haben ~ dokument|datei|ordner ~ freigegeben|geteilt
mit ihnen|dir geteilt
dokument|datei|vertrag|bericht|entwurf ~ öffnen|herunterladen|ansehen|unterzeichnen|unterschreiben|prüfen|einsehen
klicken sie ~ hier|link|folgenden|button
neue|aktuelle|überarbeitete|letzte fassung|version des|der|vom ~ dokuments|vertrags|berichts|entwurfs
)"},
    {AskKind::payment, "de", R"(
neue|geänderte|unsere|ihre bankverbindung|kontoverbindung|bankdaten|kontonummer
überweisung|zahlung ~ veranlassen|tätigen|ausführen|vornehmen|freigeben|anweisen
veranlassen|tätigen|führen sie ~ überweisung|zahlung
offene|ausstehende|überfällige|unbezahlte rechnung|rechnungen|zahlung|forderung|betrag
rechnung ~ begleichen|bezahlen|überweisen
gutscheinkarten
geschenkkarten
geld|betrag|summe ~ überweisen|senden|schicken|auslegen|leihen
gutscheine|gutschein|geschenkkarten|karten ~ kaufen|besorgen
iban
)"},
    {AskKind::secrecy, "de", R"(
vertraulich ~ behandeln|bleiben|behandelt
behandeln sie ~ vertraulich|diskret
bleibt|bleiben|nur unter|zwischen uns
streng|strikt|absolut vertraulich
mit niemandem ~ sprechen|teilen|darüber|besprechen
sagen|erzählen sie|das ~ niemandem
noch nicht öffentlich
)"},
    {AskKind::channel, "de", R"(
meine|an|auf private|privaten|persönliche|persönlichen ~ adresse|mail|email|mailadresse|nummer|handynummer
ihre|deine private|mobile ~ adresse|mail|nummer|handynummer|mobilnummer
rufen|schreiben sie mich|mir ~ privat|handy|mobil|whatsapp
antworten|schreiben sie ~ an meine private|andere|neue
ihre|deine handynummer|mobilnummer
mein|meine|das ~ handy|telefon|nummer ~ kaputt|verloren|defekt|gestohlen|geändert
neue|andere|private nummer|adresse|mailadresse|handynummer
)"},
    {AskKind::urgency, "de", R"(
so schnell wie möglich
so bald wie möglich
dringend|umgehend|unverzüglich ~ benötigt|brauche|benötige|erforderlich|handeln|antworten|bitte|bestätigen
sehr|äußerst dringend
innerhalb von ~ stunden|tagen
bis heute|morgen abend|mittag|spätestens|nachmittag
letzte mahnung|erinnerung|warnung
heute noch
schnellstmöglich
)"},
    {AskKind::access, "de", R"(
ihr|ihre|dein|deine passwort|kennwort|zugangsdaten|anmeldedaten|pin
senden|schicken|geben|nennen|teilen sie ~ passwort|code|zugangsdaten|zugang
zugriff|zugang ~ gewähren|freischalten|geben|bestätigen
bestätigungscode
sicherheitscode
)"},
    {AskKind::bait, "de", R"(
sind sie|bist du ~ erreichbar|verfügbar|da|büro|schreibtisch
haben sie|hast du ~ kurz|moment|minute|zeit
können|könnten|kannst sie|du ~ gefallen|kurz|erledigen|helfen
einen gefallen tun
geben sie ~ bescheid
ich brauche ~ hilfe
brauche|benötige ~ ihre|deine|eure ~ hilfe|unterstützung
am schreibtisch|platz|rechner
im büro ~ heute|gerade|jetzt|morgen
können|könnten|kannst|könntest|würden ~ etwas|was ~ für mich|uns
kurz|schnell antworten|melden|zurückschreiben|helfen
bin|sitze ~ in ~ besprechung|meeting|sitzung|termin|flugzeug|zug
)"},
    {AskKind::login, "fr", R"(
connectez vous|vos ~ compte|espace|messagerie|identifiants
vérifiez|confirmez|validez|vérifier|confirmer|valider|mettre|actualiser votre|vos ~ compte|identité|mot|informations|données|boîte
votre|vos compte|boîte|messagerie ~ suspendu|suspendue|bloqué|bloquée|limité|expiré|désactivé|pleine
mot de passe ~ expire|expiré|réinitialiser|modifier|changer
réinitialiser|changer|modifier votre mot
activité|connexion inhabituelle|suspecte
)"},
    {AskKind::document, "fr", R"(
document|fichier|facture|contrat|rapport|courrier ci joint|jointe
pièce jointe
ouvrir|télécharger|consulter|signer|télécharger|voir le|la|les|ce ~ document|fichier|facture|contrat|rapport|pièce
a partagé ~ document|fichier|dossier
partagé avec vous
cliquez|cliquer sur|ici ~ lien|bouton|dessous
dernière|nouvelle version du|de ~ document|contrat|rapport
)"},
    {AskKind::payment, "fr", R"(
effectuer|faire|procéder|exécuter|réaliser ~ virement|paiement|règlement
virement bancaire|urgent|international
nouvelles|nouveau|nos|vos coordonnées|rib ~ bancaires
coordonnées bancaires
facture|factures impayée|impayées|attente|échue
cartes|carte cadeau|cadeaux
régler ~ facture|montant|solde
)"},
    {AskKind::secrecy, "fr", R"(
strictement|hautement confidentiel|confidentielle
rester|reste|restez|garder ~ entre nous
en toute confidentialité|discrétion
nen parlez|parler ~ personne
ne parlez|dites|partagez ~ personne
pas encore public|publique
)"},
    {AskKind::channel, "fr", R"(
mon|mes|ma|votre adresse|numéro|mail|email|téléphone personnel|personnelle|privé|privée|portable
mon|votre numéro de ~ portable|téléphone|mobile
répondez|écrivez|contactez moi ~ personnelle|privée|whatsapp|portable
)"},
    {AskKind::urgency, "fr", R"(
dès|aussitôt que possible
le plus vite|rapidement|tôt possible
de toute urgence
très|extrêmement urgent
sous|dans les|24|48 ~ heures|24h|48h
dernier|dernière rappel|avertissement|relance|chance
avant ce|la|demain soir|fin|midi
dans les plus brefs
)"},
    {AskKind::access, "fr", R"(
votre|vos mot|identifiant|identifiants|code|codes de|confidentiel ~ passe|confirmation|vérification
code de|à vérification|confirmation|sécurité|usage
envoyez|donnez|transmettez|communiquez moi ~ code|mot|accès|identifiants
donner|accorder|autoriser ~ accès
)"},
    {AskKind::bait, "fr", R"(
êtes vous ~ disponible|libre|bureau|joignable
es tu ~ disponible|libre|bureau|là
rendre|rendez|demander ~ service
avez vous ~ minute|instant|moment
besoin de votre|ton aide|assistance
réponds|répondez moi ~ dès|vite|mail
jai|ai besoin ~ aide|service|vous|toi
à|au votre|ton|bureau|poste
suis|étais ~ en|dans ~ réunion|avion|déplacement
)"},
    {AskKind::login, "es", R"(
inicie|iniciar|inicia sesión ~ cuenta|para|en|con
verifique|confirme|actualice|valide|verifica|confirma|verificar|confirmar|actualizar su|tu ~ cuenta|identidad|contraseña|datos|información|correo
su|tu cuenta|buzón|contraseña ~ suspendida|bloqueada|limitada|expirado|desactivada|lleno|caducado
restablecer|cambiar|restablezca su|tu|la contraseña
actividad|acceso inusual|sospechosa|sospechoso
)"},
    {AskKind::document, "es", R"(
documento|archivo|factura|contrato|informe adjunto|adjunta
abrir|descargar|revisar|firmar|ver|consultar|abra|descargue|revise|firme el|la|este ~ documento|archivo|factura|contrato|informe|adjunto
ha compartido ~ documento|archivo|carpeta
compartido contigo|con ~
haga|haz|pulse clic|click|aquí ~ enlace|aquí|botón|siguiente
última|nueva versión del|de ~ documento|contrato|informe
)"},
    {AskKind::payment, "es", R"(
realizar|hacer|efectuar|procesar ~ transferencia|pago|abono
transferencia bancaria|urgente|internacional
datos|cuenta bancarios|bancaria
factura|facturas pendiente|pendientes|vencida|vencidas|impagada
tarjetas|tarjeta de regalo
pagar la|esta factura
)"},
    {AskKind::secrecy, "es", R"(
estrictamente|altamente confidencial
entre nosotros|tú
no ~ comente|comentes|diga|digas|comparta|compartas ~ nadie
con total discreción|confidencialidad
aún no ~ público|pública
)"},
    {AskKind::channel, "es", R"(
mi|su|tu correo|número|email|teléfono personal|privado|móvil|celular
mi|su|tu número de ~ teléfono|móvil|celular|whatsapp
escríbame|escríbeme|respóndame|llámame ~ personal|privado|whatsapp|móvil
)"},
    {AskKind::urgency, "es", R"(
lo antes posible
cuanto antes
con urgencia|carácter urgente
muy|es urgente
en|dentro las|de ~ horas
último|última aviso|recordatorio|oportunidad
antes de|del ~ hoy|mañana|mediodía
de inmediato
)"},
    {AskKind::access, "es", R"(
su|tu contraseña|clave|usuario|pin
código de verificación|seguridad|acceso|confirmación
envíe|envíame|enviar|dame|compartir ~ contraseña|código|acceso|clave
conceder|autorizar|dar ~ acceso
)"},
    {AskKind::bait, "es", R"(
está|estás|esta disponible|libre|ahí|ocupado|oficina
puede|puedes|podría|podrías ~ favor|ayudar|ayudarme
necesito ~ favor|ayuda|hagas|haga
tiene|tienes un ~ minuto|momento
necesito que ~ hagas|haga|compre|compres|envíes|envíe
estoy ~ en ~ reunión|avión|viaje
)"},
};

}  // namespace

std::span<const AskTable> ask_tables() { return kTables; }

}  // namespace letterlock::content
