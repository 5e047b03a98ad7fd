import type { Token } from './tokens.ts'
import { tokenForms } from './tokens.ts'
import { wordForms } from './word-forms.ts'

/**
 * What role a concept plays: `event` says what kind of thing happened, `outcome` what it did to whom or what
 * (and so what is counted), `thing` is counted or acted on, `person` is a role a person or body holds.
 */
type ConceptKind = 'event' | 'outcome' | 'thing' | 'person'
type Concept = { readonly id: string; readonly kind: ConceptKind; readonly words: readonly string[] }

/** Words of both languages that reporters use for the same matter; phrases have spaces. Folded, no accents. */
const TABLE: readonly (readonly [string, ConceptKind, string])[] = [
  [
    'found',
    'outcome',
    'found|finds|find|discovered|discovers|discover|uncovered|turned up|came across|spotted|located|trouve|trouvee|trouves|retrouve|retrouvee|retrouves|localise|localises|repere|reperes|decouvre|saw it first|tracked down',
  ],
  [
    'stuck',
    'outcome',
    'trapped|stuck|stranded|lost|get stuck|got lost|lost their way|piege|pieges|coinces|coince|perdus|egares|bloques',
  ],
  ['object', 'thing', 'object|objects|item|items|piece|pieces|objet|objets|artefact|artefacts|artifacts'],
  [
    'customer',
    'thing',
    'customers|customer|clients|abonnes|subscribers|foyers|households|homes without power',
  ],
  [
    'ill',
    'outcome',
    'ill|sick|cases|case|patients|malades|malade|cas|souffert|suffered|personnes touchees|fell ill|falling ill|made ill',
  ],
  [
    'succeed',
    'outcome',
    'succeeds|succeed|succeeded|successor|replaces|replaced|replace|takes over|take over|took over|next director|next head|appointed|named|in charge|interim|nomme|nommee|nommes|remplace|remplacee|succede|successeur|la releve|prend la suite|a la tete|a la direction|assure la direction|acting director|new head|new director',
  ],
  [
    'organise',
    'outcome',
    'leads|leading|spearheads|spearheaded|organise|organised|organized|organizer|organiser|organisers|organizers|called for|calls for|led by|initiated|organisee|organisent|organisateur|organisatrice|appelle a|a appele a|mene|menes par|menee par|initiative|a l appel|delegate|deleguee|delegue|l appel vient|the call came|a l origine du rassemblement|called the protest',
  ],
  [
    'free',
    'outcome',
    'free|gratuit|gratuits|gratuite|gratuites|gratuitement|free of charge|cost nothing|costs nothing|coutent rien|coute rien|no charge',
  ],
  [
    'hospitalised',
    'outcome',
    'in hospital|hospitalised|hospitalized|taken to hospital|hospitalise|hospitalises|hospitalisees|a l hopital|ended up in hospital|hospitalisations|hospital treatment|hospital bed|hospital care|needed hospital|ont ete hospitalises|hospitalisee|admitted to hospital|admis a l hopital|still in hospital',
  ],
  [
    'receive',
    'outcome',
    'receives|received|receive|goes to|went to|awarded to|given to|presented to|handed to|picked|chosen|chose|rewards|rewarded|honours|honoured with|attribue|attribuee|remis a|remise a|recoit|recu|revient a|decerne|decernee|choisi|choisie|recompense|recompensee|recompensees|couronne|couronnee',
  ],
  [
    'take',
    'outcome',
    'took|taken|stole|stolen|steal|steals|made off with|got away with|walked off with|grabbed|haul|loot|emporte|emportes|emportee|vole|voles|volee|volees|derobe|derobes|butin|disparu|envoles|mis la main sur',
  ],
  [
    'depart',
    'outcome',
    'left|leaves|leaving|departs|departed|departure|outgoing|resigned|resigns|stepped down|steps down|quits|quit|quitte|quittent|sortant|sortante|s en va|s en vont|depart|part|demissionne|demission',
  ],
  [
    'concede',
    'outcome',
    'concede|concedes|conceded|defeat|runner up|came second|second place|deuxieme|defaite|reconnait sa defaite|reconnu|reconnait|perdu|lost',
  ],
  ['minute', 'thing', 'minute|minutes|min'],
  [
    'turnout',
    'outcome',
    'turnout|participation|participated|taux de participation|voted|have voted|ont vote|abstention',
  ],
  [
    'alarm',
    'outcome',
    'alarm|alarms|alerted|raised the alarm|raise the alarm|sounded the alarm|called it in|called the fire service|called the fire brigade|called firefighters|called for help|called emergency services|called 911|called the police|first to report|reported the fire|reported it|dialled|spotted the|noticed the|donne l alerte|donne l alarme|alerte|alarme|prevenu|previent|prevenus|a appele|appele les|appele les pompiers|appele les secours|signale|signalee|averti|avertit|alert came|the alert',
  ],
  [
    'first-aid',
    'outcome',
    'first aid|helped|helps|help the|gave aid|aided|assisted|tended|treated the first|pulled people|helped people|got people out|premiers soins|premier secours|premiers secours|secourir|secouru|porte secours|aide|aider|aidee|soigne|sorti les gens|est venu en aide|venu en aide',
  ],
  ['centimetre', 'thing', 'cm|centimetre|centimetres|centimeter|centimeters'],
  ['metre', 'thing', 'm|metre|metres|meter|meters'],
  ['kilometre', 'thing', 'km|kilometre|kilometres|kilometer|kilometers|miles|mile|kms'],
  ['area', 'thing', 'hectare|hectares|acre|acres|ha'],
  ['litre', 'thing', 'litre|litres|liter|liters|gallon|gallons'],
  ['tonne', 'thing', 'tonne|tonnes|ton|tons|kilo|kilos|kg'],
  ['degree', 'thing', 'degree|degrees|degre|degres|celsius'],
  [
    'fire',
    'event',
    'fire|fires|blaze|blazes|flames|inferno|wildfire|wildfires|bushfire|burning|burns|burned|burnt|ablaze|arson|smoke|incendie|incendies|feu|flammes|brasier|brule|brulent|fumee|sinistre|prend feu|pris feu|embrase|on fire|caught fire|in flames|en feu|en flammes|feux|engulfed|deflagre|burns down',
  ],
  [
    'explosion',
    'event',
    'explosion|explosions|blast|blasts|explode|explodes|exploded|detonation|detonated|bomb|bombs|bombing|bombings|bombe|attentat a la bombe|deflagration|explose|explosent',
  ],
  [
    'quake',
    'event',
    'earthquake|earthquakes|quake|quakes|tremor|tremors|aftershock|aftershocks|magnitude|seisme|seismes|tremblement de terre|secousse|secousses|sismique|replique',
  ],
  [
    'flood',
    'event',
    'flood|floods|flooding|flooded|floodwater|floodwaters|inundated|underwater|overflow|overflowed|burst its banks|inondation|inondations|inonde|inondee|inondes|crue|crues|submerge|deborde|debordement|flash flood|high water|rising water|rising waters|deluge|montee des eaux|under water|sous l eau|les eaux|water rose|water level|river rose|river reached|river peaked|over its banks|sortie de son lit|sorti de son lit|river overflow|eau est entree|water got into|niveau de l eau|submerges|swamped|inonder|noye|noyee|debordee|deborder|submerged|submergee|crues',
  ],
  [
    'storm',
    'event',
    'storm|storms|hurricane|typhoon|cyclone|tornado|gale|gales|blizzard|windstorm|tempete|tempetes|ouragan|orage|orages|tornade|rafales|bourrasques',
  ],
  [
    'landslide',
    'event',
    'landslide|landslides|mudslide|rockslide|rockfall|avalanche|avalanches|glissement de terrain|eboulement|coulee de boue',
  ],
  [
    'collapse',
    'event',
    'collapse|collapses|collapsed|collapsing|caved in|cave in|gave way|effondrement|effondre|effondree|effondres|ecroule|ecroulee|ecroulement|ecroules',
  ],
  [
    'train-crash',
    'event',
    'derail|derails|derailed|derailment|train crash|train accident|jumped the tracks|off the rails|left the rails|left the tracks|came off the rails|deraillement|deraille|derailles|accident de train|accident ferroviaire|sorti des rails|quitte les rails|tram crash|tram accident|tram smash|tram derailment|rail accident|rail crash|rail mishap|accident de tram|accident de tramway|sortie de voie|sorti de la voie|tram couche|s est couche|lying on its side|rail disaster|train wreck|tram a heurte|tramway a heurte|tram a percute|tramway a percute|tramway est rentre|tram hit|tram collided|train collision|quitter les rails|off its rails|deraille|deraillee',
  ],
  [
    'crash',
    'event',
    'crash|crashes|crashed|collision|collided|collides|accident|accidents|pileup|pile up|smash|smashed|wreck|rammed|accrochage|carambolage|percute|percutent|heurte|collisions|s est ecrase|ecrase|derail|derails|derailed|derailment|deraillement|deraille|off the rails|left the rails|sortie de voie|mishap|sorti des rails|quitte les rails|tram couche|lying on its side|s est couche|est rentre dans|rentre dans|entre en collision',
  ],
  [
    'plane',
    'thing',
    'plane|planes|aircraft|airliner|jet|flight|avion|avions|appareil|vol|airbus|boeing|a320',
  ],
  [
    'train',
    'thing',
    'train|trains|railway|rail|tgv|ter|locomotive|wagon|wagons|carriage|carriages|tram|trams|tramway|streetcar',
  ],
  [
    'ship',
    'thing',
    'ship|boat|ferry|ferries|vessel|navire|bateau|bateaux|cargo|chalutier|trawler|barge|peniche',
  ],
  [
    'sinking',
    'event',
    'sink|sank|sunk|sinking|capsized|capsize|shipwreck|naufrage|coule|chavire|chavirement',
  ],
  [
    'shooting',
    'event',
    'shooting|shootings|shot|shots|gunfire|gunman|gunmen|shooter|shooters|opened fire|open fire|fusillade|fusillades|tirs|tireur|tireurs|coups de feu|tuerie',
  ],
  ['stabbing', 'event', 'stabbing|stabbed|knife|knifeman|coups de couteau|poignarde|couteau|arme blanche'],
  [
    'attack',
    'event',
    'attack|attacks|attacked|attacker|attackers|assault|assaulted|terror|terrorist|terrorists|attaque|attaques|attentat|attentats|agression|agresse|assaillant',
  ],
  [
    'hostage',
    'event',
    'hostage|hostages|siege|standoff|held captive|otage|otages|prise d otages|prise d otage',
  ],
  [
    'robbery',
    'event',
    'robbery|robbed|heist|burglary|burglars|theft|stolen|steal|steals|stole|thieves|thief|loot|looted|raid|braquage|cambriolage|vol a main armee|vole|volee|voles|voleurs|derobe|derobes|braqueurs|vol de|break in|burgled|ransacked|casse|loot|butin|devalise|devalises|vide|emporte|emportes|emporter|emportees|envoles|raided|stolen items|objets voles|grabbed|made off with|burglars got away|derobees',
  ],
  [
    'protest',
    'event',
    'protest|protests|protesters|protester|demonstration|demonstrations|demonstrators|demo|march|marched|marchers|rally|rallied|sit in|riot|riots|unrest|manifestation|manifestations|manif|manifestants|defile|cortege|rassemblement|emeute|emeutes|mobilisation|marche|took to the streets|take to the streets|descendus dans la rue|manifeste|manifestent|manifester|protesting|marching|rallies|cortege',
  ],
  [
    'strike',
    'event',
    'strike|strikes|striking|walkout|walk out|walked out|work stoppage|industrial action|downed tools|picket|greve|greves|grevistes|debrayage|preavis de greve|arret de travail|cessent le travail|stopped work|on strike|en greve|walked off|stop work|arrete le travail|mouvement social|mouvement|piquet|cesse le travail|industrial dispute',
  ],
  [
    'evacuation',
    'outcome',
    'evacuate|evacuates|evacuated|evacuation|evacuations|evacuees|moved out|cleared out|leave their homes|evacue|evacuee|evacues|evacuees|evacuer|delogees|deloges|mis a l abri|mises a l abri|rehoused|relogees|reloges|told to leave|brought to safety|leave their homes|had to leave|forced out|taken to safety|ont du partir|mis en securite|mises en securite|mettre a l abri|a l abri|delogements|relogement|spending the night|passent la nuit|flee|fled|fui',
  ],
  [
    'outage',
    'event',
    'outage|outages|blackout|power cut|power cuts|power failure|power loss|no power|lost power|without power|without electricity|power out|power down|lights out|panne|panne de courant|panne d electricite|coupure|coupures|coupure de courant|sans courant|sans electricite|prives d electricite|black out|electricity|courant|power|electricite|lights went out|blackouts|les lumieres',
  ],
  [
    'cyber',
    'event',
    'hack|hacked|hackers|hacking|breach|breached|leak|leaked|leaks|ransomware|cyberattack|cyber attack|data breach|stolen data|fuite|fuites|fuite de donnees|pirate|piratage|piratee|cyberattaque|rancongiciel|pirates',
  ],
  [
    'spill',
    'event',
    'spill|spilled|pollution|contamination|contaminated|polluted|toxic|oil slick|leaking|chemical leak|gas leak|deversement|maree noire|pollue|polluee|toxique|fuite de gaz|fuite chimique',
  ],
  [
    'outbreak',
    'event',
    'outbreak|epidemic|infection|infections|infected|virus|food poisoning|poisoned|sick|ill|salmonella|listeria|flu|epidemie|contagion|contamines|intoxication|intoxication alimentaire|intoxiques|malades|malade|grippe|foyer|made ill|fell ill|falling ill|tombes malades|tombees malades|food poisonings|gastro|toxi infection|stomach|contaminated meal|rendu malade|stomach bug|empoisonnement|empoisonnement alimentaire|intoxication collective|patients|food made people',
  ],
  [
    'recall',
    'event',
    'recall|recalls|recalled|pulled from shelves|rappel|rappels|rappelle|rappelee|rappeles|retire de la vente',
  ],
  ['ballot', 'thing', 'ballot|ballots|bulletin|bulletins|spoilt ballots|votes nuls'],
  [
    'election',
    'event',
    'election|elections|elected|vote|votes|voted|ballot|poll|runoff|polls|candidate|elect|scrutin|elu|elue|elus|voix|suffrages|vote|referendum|candidat|candidate|municipales|presidentielle|legislatives|mayoral|municipal|municipale|municipales|polling|depouillement|mairie revient|counted|elections|votants|electeurs|voters',
  ],
  [
    'win',
    'outcome',
    'win|wins|won|winner|winners|winning|victory|victorious|beat|beats|beaten|defeat|defeated|defeats|champion|champions|title|first place|came first|triumph|triumphs|clinch|clinched|clinches|takes gold|gold medal|tops|gagne|gagnent|gagnant|gagnante|victoire|remporte|remportee|remportent|vainqueur|vainqueure|champion|championne|bat|battu|s impose|sacre|sacree|l emporte|titre|premiere place|decroche|laureat|laureate',
  ],
  [
    'match',
    'event',
    'match|game|semi final|semifinal|cup|derby|tournament|league|fixture|coupe|demi finale|tournoi|rencontre|championnat|cup match|cup final|big game|kick off|pitch|the final|la finale|pitch|supporters|stands',
  ],
  [
    'race',
    'event',
    'race|marathon|half marathon|regatta|rally|grand prix|sprint|course|semi marathon|regate|rallye|etape|trail|triathlon',
  ],
  [
    'score',
    'outcome',
    'score|scores|scored|goals|goal|points|but|buts|marque|netted|nets|decider|winner by|scorer|inscrit|inscrivent|buteur|buteuse|marquee|headed in|found the net',
  ],
  [
    'resign',
    'event',
    'resign|resigns|resigned|resignation|steps down|step down|stepped down|stepping down|quit|quits|quitting|stands down|stood down|leaves office|leaving office|demission|demissionne|demissionner|demissionnaire|quitte ses fonctions|quitte son poste|jette l eponge|rend son tablier|se retire|depart|left her post|left his post|without a director|sans direction|quitte la tete|stood aside|departure|quitte la direction|a quitte|vacated|depart a la tete|a claque la porte|resignation letter|stepped down|handed in|sans tete|outgoing|ancienne direction|quitter la direction|departed',
  ],
  [
    'appoint',
    'event',
    'appoint|appoints|appointed|appointment|named|names|nominated|nomination|takes over|take over|took over|taking over|replace|replaces|replaced|replacing|successor|succeeds|succeed|succeeded|hired|hires|new head|new boss|new director|new coach|nomme|nommee|nommes|nomination|designe|designee|remplace|remplacee|remplacer|succede|successeur|prend la tete|prend la direction|a la tete|prend les renes|choisi|choisie|chosen|picked|in charge|next director|next head|assure la releve|prend la suite|takes the helm|steps in|steps up|interim|a la direction|la releve|reprend|nomme a',
  ],
  [
    'arrest',
    'outcome',
    'arrest|arrests|arrested|detained|detain|custody|in custody|handcuffs|apprehended|held by police|charged|arrestation|arrestations|arrete|arretee|arretes|arretees|interpelle|interpellee|interpelles|interpellees|interpellation|interpellations|garde a vue|ecroue|incarcere|mis en examen',
  ],
  [
    'dead',
    'outcome',
    'dead|death|deaths|died|dies|die|killed|kills|kill|killing|fatal|fatality|fatalities|lost their lives|lost his life|lost her life|deceased|perished|death toll|body|bodies|mort|morts|morte|mortes|deces|decede|decedee|decedes|tue|tuee|tues|tuees|perdu la vie|mortel|mortelle|victimes mortelles|meurt|meurent|trouve la mort|disparition|disparu a',
  ],
  [
    'injured',
    'outcome',
    'injured|injuries|injury|injures|injuring|hurt|wounded|wounds|wounding|casualties|casualty|treated for|blesse|blessee|blesses|blessees|blessure|blessures|soignes|intoxiquees|traumatises|needed treatment|treated|ambulances took|pris en charge|smoke inhalation|brulures|got hurt|a la clinique|casualty toll|injury toll|taken ill|ont ete soignes|affected|touches|touchees',
  ],
  [
    'missing',
    'outcome',
    'missing|unaccounted|not found|disappeared|vanished|trapped|disparu|disparue|disparus|disparues|manquants|portes disparus|introuvable|introuvables|bloques|coinces',
  ],
  [
    'rescued',
    'outcome',
    'rescued|pulled out|secouru|secourus|secourues|sauvetage|degages|rescue operation|operation de sauvetage|brought out|back safe|tirees|tirees de la|rescuers|sauveteurs|safe and sound|sains et saufs|ramenes|mis hors de danger|rescue|saved|sauves|sauve|hikers|randonneurs|mountain rescue|search operation|search party|recherche en montagne|la recherche|the search',
  ],
  ['displaced', 'outcome', 'homeless|displaced|sans abri|deplaces|a la rue'],
  [
    'fired',
    'event',
    'layoffs|layoff|laid off|job cuts|jobs cut|redundancies|redundant|sacked|fired from|cut jobs|lose their jobs|licencie|licencies|licenciement|licenciements|suppression de postes|suppressions de postes|plan social|postes supprimes|emplois supprimes|suppressions d emplois',
  ],
  [
    'close',
    'event',
    'close|closes|closed|closing|closure|shut|shuts|shut down|shutdown|shutting|ferme|fermee|fermes|fermees|fermeture|fermer|ferment|baisse le rideau|cesse son activite',
  ],
  [
    'open',
    'event',
    'open|opens|opened|opening|reopen|reopens|reopened|reopening|inaugurated|inaugurates|inauguration|unveiled|unveils|unveil|launch|launches|launched|cut the ribbon|ribbon|ouvre|ouvert|ouverte|ouverts|ouverture|rouvre|rouvert|rouverte|reouverture|ouvrir|rouvrir|inaugure|inauguree|inaugurer|lance|lancement|devoile|devoilee',
  ],
  [
    'cancel',
    'event',
    'cancel|cancels|cancelled|canceled|cancellation|called off|scrapped|postponed|postpone|delayed|axed|annule|annulee|annules|annulation|reporte|reportee|reportes|deprogramme|repousse',
  ],
  [
    'merge',
    'event',
    'merger|merge|merges|takeover|acquisition|acquires|acquired|buys|bought|buyout|purchase|sold|fusion|rachat|rachete|rachetee|acquiert|vendu|vendue|achat|achete',
  ],
  [
    'lawsuit',
    'event',
    'lawsuit|sued|sues|suing|trial|verdict|convicted|sentenced|guilty|court|judge|plainte|proces|condamne|condamnee|condamnation|tribunal|jugement|coupable|juge|peine',
  ],
  [
    'law',
    'event',
    'law|bill|ban|bans|banned|banning|legislation|decree|forbidden|prohibited|loi|decret|interdiction|interdit|interdite|interdits|interdire|arrete municipal|rule|measure|mesure',
  ],
  ['tax', 'thing', 'tax|taxes|taxation|impot|impots|taxe|budget'],
  [
    'birth',
    'event',
    'born|birth|births|baby|babies|gave birth|hatched|naissance|naissances|ne|nee|nes|bebe|mis bas',
  ],
  [
    'discovery',
    'event',
    'sorti de terre|sortis de terre|sortie de terre|sorties de terre|came to light|brought to light|bring to light|discovery|discovered|unearthed|dug up|decouverte|decouvert|decouverts|mis au jour|mise au jour|exhume|deterre|archaeological|archaeology|archaeologists|trouvaille|tombes sur|vestiges|tresor|treasure|fouilles|archeologique|archeologues|sortis de terre|hoard|excavation|dig finding|dig',
  ],
  [
    'escape',
    'event',
    'escape|escapes|escaped|on the loose|got out|evade|evades|evasion|echappe|echappee|echappes|en cavale|s est enfui|fuite|en liberte|at large|rode|prowling|roaming|roams|loose',
  ],
  [
    'festival',
    'event',
    'festival|concert|gig|show|exhibition|fair|carnival|parade|ceremony|spectacle|exposition|foire|carnaval|fete|ceremonie|salon|tournee',
  ],
  [
    'prize',
    'event',
    'prize|prizes|award|awards|awarded|medal|prix|recompense|recompensee|medaille|trophee|distinction|literary award|book prize|prix litteraire|prix du roman|jury|laureate|winning book|honoured',
  ],
  [
    'summit',
    'event',
    'summit|meeting|talks|conference|visit|visits|visited|sommet|reunion|pourparlers|visite|deplacement',
  ],
  [
    'deal',
    'event',
    'agreement|deal|accord|signed|signs|contract|treaty|pact|signe|signee|contrat|traite|pacte|compromis',
  ],
  [
    'delay',
    'event',
    'delay|delays|late|disruption|disrupted|retard|retards|perturbe|perturbations|suspended|suspendu|suspendue|suspension|interrompu|interrompue|interrupted|interrupts|stopped|stops|halted|interrompue|interrompus|arrete le jeu|stoppe|held up|abandoned',
  ],
  [
    'price',
    'thing',
    'price|prices|cost|costs|fare|fares|rent|prix|cout|coute|tarif|tarifs|loyer|ticket price',
  ],
  [
    'funding',
    'event',
    'funding|fundraiser|fundraising|donation|donations|donated|donate|raised|cagnotte|don|dons|collecte|recolte|recoltes|leve|levee de fonds',
  ],
  [
    'scandal',
    'event',
    'scandal|corruption|embezzlement|fraud|bribe|bribery|scandale|detournement|fraude|pot de vin|pots de vin|affaire',
  ],
  ['water', 'thing', 'water|tap water|eau|eau potable|robinet|water supply'],
  ['bridge', 'thing', 'bridge|bridges|footbridge|viaduct|pont|ponts|passerelle|viaduc'],
  ['school', 'thing', 'school|schools|college|lycee|ecole|ecoles|classroom|primary school|high school'],
  ['university', 'thing', 'university|campus|universite|faculte|fac'],
  ['hospital', 'thing', 'hospital|clinic|hopital|clinique|chu|urgences|emergency room'],
  [
    'factory',
    'thing',
    'factory|factories|plant|mill|warehouse|usine|usines|entrepot|fabrique|site industriel|hangar',
  ],
  ['market', 'thing', 'market|marketplace|market hall|marche couvert|halles|halle|covered market'],
  [
    'shop',
    'thing',
    'shop|shops|store|stores|supermarket|bakery|magasin|magasins|boutique|commerces|supermarche|boulangerie|commerce',
  ],
  ['library', 'thing', 'library|libraries|bibliotheque|mediatheque'],
  ['museum', 'thing', 'museum|gallery|musee|galerie'],
  ['theatre', 'thing', 'theatre|theater|cinema|opera|playhouse|salle de spectacle'],
  ['stadium', 'thing', 'stadium|arena|stade|gymnase|gym'],
  ['station', 'thing', 'station|gare|metro|subway|underground|terminal'],
  ['airport', 'thing', 'airport|aeroport|runway'],
  ['harbour', 'thing', 'harbour|harbor|port|dock|docks|quay|quai|marina|jetty|pier'],
  ['church', 'thing', 'church|cathedral|chapel|eglise|cathedrale|chapelle|mosque|mosquee|synagogue|temple'],
  ['road', 'thing', 'road|motorway|highway|freeway|tunnel|autoroute|rocade|nationale|periph|a7|ring road'],
  ['river', 'thing', 'river|riviere|fleuve|canal|creek|stream|dam|barrage|lake|lac|reservoir'],
  ['forest', 'thing', 'forest|wood|woods|woodland|foret|bois|hectares|acres|pinede'],
  [
    'home',
    'thing',
    'home|homes|house|houses|household|households|flat|flats|apartment|apartments|dwelling|building|buildings|customers|foyer|foyers|maison|maisons|logement|logements|habitation|habitations|immeuble|immeubles|appartement|appartements|batiment|batiments|menages|clients',
  ],
  [
    'vehicle',
    'thing',
    'car|cars|vehicle|vehicles|bus|buses|truck|lorry|lorries|van|coach|coaches|voiture|voitures|vehicule|vehicules|camion|camions|autobus|autocar|car scolaire|camionnette',
  ],
  ['job', 'thing', 'job|jobs|position|positions|posts cut|emploi|emplois|postes'],
  [
    'firefighter',
    'person',
    'firefighter|firefighters|firemen|fireman|fire crews|fire crew|fire brigade|fire engines|fire service|crews|pompier|pompiers|sapeurs pompiers|soldats du feu|sdis',
  ],
  [
    'police',
    'person',
    'police|officers|officer|policeman|policemen|cops|cop|gendarmes|gendarmerie|policiers|policier|forces de l ordre|constable',
  ],
  ['mayor', 'person', 'mayor|mayoress|maire|mairesse|edile|premier magistrat|city hall|town hall|mairie'],
  ['minister', 'person', 'minister|ministers|ministre|secretary of state|ministry|ministere'],
  ['president', 'person', 'president|presidente|chairman|chairwoman|chair|chairperson'],
  [
    'director',
    'person',
    'director|head|boss|chief executive|ceo|chief|manager|managing director|directeur|directrice|patron|patronne|pdg|dg|dirigeant|dirigeante|chef|cheffe',
  ],
  ['coach', 'person', 'coach|trainer|head coach|manager|entraineur|entraineuse|selectionneur'],
  [
    'worker',
    'person',
    'worker|workers|employee|employees|staff|salarie|salaries|employe|employes|ouvriers|personnel|agents|travailleurs',
  ],
  [
    'resident',
    'person',
    'resident|residents|neighbours|neighbors|locals|villagers|inhabitants|families|family|habitant|habitants|riverains|voisins|famille|familles|villageois',
  ],
  [
    'passenger',
    'outcome',
    'carrying|carried|were on the tram|were on the train|transportait|dans la rame|dans le tram|dans le train|a bord|on the tram|on the train|passenger|passengers|traveller|travellers|commuters|on board|aboard|passager|passagers|passagere|voyageurs|usagers|a bord|occupants',
  ],
  [
    'student',
    'person',
    'student|students|pupil|pupils|schoolchildren|children|kids|eleve|eleves|etudiant|etudiants|enfant|enfants|ecoliers|lyceens|collegiens',
  ],
  [
    'crowd',
    'outcome',
    'crowd|attendance|turnout|attended|attend|attendees|spectators|participants|gathered|took part|turned out|people there|foule|affluence|participants|presents|spectateurs|ont defile|ont participe|festivaliers|visiteurs|visitors|runners|coureurs|fans|supporters|filled the stands|attendances|taken part|participe|participent|participer|ont assiste|supporters|spectatrices|tribunes|join|joined|joining|affluences|out on strike|strikers|grevistes|dehors',
  ],
  ['suspect', 'person', 'suspect|suspects|culprit|perpetrator|offender|mis en cause|auteur presume'],
  ['victim', 'person', 'victim|victims|victime|victimes'],
  [
    'cause',
    'outcome',
    'cause|caused|causes|causing|because|due to|reason|reasons|origin|blame|blamed|triggered|origine|raison|raisons|provoque|provoquee|du a|due a|a cause|en raison|parce|to blame|culprit|expliqu|explique|s explique|fault|faute|due a',
  ],
  [
    'damage',
    'outcome',
    'damage|damaged|damages|destroyed|destroys|wrecked|ravaged|gutted|hit|degats|endommage|endommages|detruit|detruite|detruits|ravage|ravagee|touchees|touche',
  ],
  [
    'say',
    'outcome',
    'say|says|said|announce|announces|announced|announcement|confirms|confirmed|confirm|declared|told|tells|dit|disent|annonce|annoncee|annonces|annoncer|confirme|declare|affirme|indique|precise',
  ],
  [
    'start',
    'outcome',
    'start|starts|started|begin|begins|began|begun|broke out|break out|breaks out|erupted|commence|commencer|debute|debut|demarre|declare|eclate|s est declare|s est declenche',
  ],
  ['end', 'outcome', 'end|ends|ended|over|finished|ending|fini|finit|termine|terminee|fin|acheve'],
  [
    'build',
    'event',
    'build|built|building work|construction|construct|works|building site|construire|construit|chantier|travaux|batir',
  ],
  [
    'animal',
    'thing',
    'animal|animals|cow|cows|sheep|horse|horses|dog|dogs|cat|wolf|bear|lynx|panther|zoo|animaux|vache|vaches|mouton|moutons|cheval|chevaux|chien|chiens|chat|loup|ours|panthere',
  ],
  [
    'heat',
    'event',
    'heatwave|heat wave|heat|drought|canicule|chaleur|secheresse|temperature|temperatures|degrees|degres',
  ],
  ['snow', 'event', 'snow|snowfall|ice|frost|neige|verglas|gel|enneigement'],
]

const byForm = new Map<string, Concept[]>()
const byPhrase = new Map<string, Concept[]>()
const phraseHeads = new Map<string, number>()

for (const [id, kind, words] of TABLE) {
  const concept: Concept = { id, kind, words: words.split('|') }
  for (const word of concept.words) {
    if (word.includes(' ')) addPhrase(word, concept)
    else for (const form of conceptForms(word)) add(byForm, form, concept)
  }
}

/** Concepts of one token, by any of its forms. */
export function tokenConcepts(token: Token): readonly Concept[] {
  if (token.kind === 'url' || token.kind === 'mark' || token.kind === 'number') return []
  const found = new Set<Concept>()
  for (const form of tokenForms(token)) for (const concept of byForm.get(form) ?? []) found.add(concept)
  return found.size === 0 ? NONE : [...found]
}

export type PlacedConcept = { readonly concept: Concept; readonly first: number; readonly last: number }

/** Concepts of a run of tokens with the token positions they stand on; phrases before single words. */
export function findConcepts(tokens: readonly Token[]): PlacedConcept[] {
  const placed: PlacedConcept[] = []
  const words = tokens
    .map((token, index) => ({ token, index }))
    .filter(({ token }) => token.kind !== 'mark' && token.kind !== 'url')
  for (let at = 0; at < words.length; at += 1) {
    placePhrases(words, at, placed)
    const here = words[at]
    if (here === undefined) continue
    const before = words[at - 1]?.token
    for (const concept of tokenConcepts(here.token))
      if (!isMisread(concept.id, here.token, before))
        placed.push({ concept, first: here.index, last: here.index })
  }
  return placed
}

const MARKET = /^march[ée]s?$/i

/** Words that mean something else where they stand: "le marché" is no march, a meter "en panne" no power cut. */
function isMisread(id: string, token: Token, before: Token | undefined): boolean {
  if (id === 'protest' && MARKET.test(token.text))
    return /é/i.test(token.text) || (before !== undefined && /^(?:le|un|au|du|ce)$/.test(before.norm))
  return id === 'outage' && token.norm === 'panne' && before?.norm === 'en'
}

function placePhrases(
  words: readonly { token: Token; index: number }[],
  at: number,
  placed: PlacedConcept[],
): void {
  const head = words[at]
  const longest = head === undefined ? undefined : phraseHeads.get(head.token.norm)
  if (head === undefined || longest === undefined) return
  for (let length = 2; length <= longest && at + length <= words.length; length += 1) {
    const run = words.slice(at, at + length)
    for (const concept of byPhrase.get(run.map(({ token }) => token.norm).join(' ')) ?? []) {
      placed.push({ concept, first: head.index, last: run.at(-1)?.index ?? head.index })
    }
  }
}

/** Single words that name the concept, in table order: used to widen a search. */
export function searchWords(concept: Concept, max: number): string[] {
  return concept.words.filter((word) => !word.includes(' ')).slice(0, max)
}

export function conceptById(id: string): Concept | undefined {
  return ALL.find((concept) => concept.id === id)
}

const ALL: readonly Concept[] = [...new Set([...byForm.values()].flat())]
const NONE: readonly Concept[] = []

/** The word itself and, for longer words, its written agreement; stems of short words collide too easily. */
function conceptForms(word: string): readonly string[] {
  return word.length < 6
    ? [word]
    : wordForms(word).filter((form) => !form.startsWith('f:') || word.length > 7)
}

function addPhrase(phrase: string, concept: Concept): void {
  add(byPhrase, phrase, concept)
  const words = phrase.split(' ')
  const head = words[0] ?? phrase
  phraseHeads.set(head, Math.max(phraseHeads.get(head) ?? 0, words.length))
}

function add(map: Map<string, Concept[]>, key: string, concept: Concept): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [concept])
  else if (!list.includes(concept)) list.push(concept)
}
