# Gives what "terraform query -generate-config-out" wrote names that people can
# read, and lets associations refer to teams and sites instead of repeating ids:
#
#   awk -f readable-names.awk generated.txt
#
# It writes resources.tf, which you keep, and imports.tf, which you can remove
# after the next apply.

function unquoted(text) {
  gsub(/^"|"$/, "", text)
  return text
}

# The part behind the first equals sign of an attribute.
function value(line) {
  return substr(line, index(line, "=") + 2)
}

# Letters keep their base: Zéro becomes zero. The letters are whole words of a
# table, since not every awk knows more than bytes.
function plain(text,    i, j, row, letters) {
  for (i = split(bases, row, "\n"); i > 0; i--)
    for (j = split(row[i], letters, " "); j > 1; j--)
      gsub(letters[j], letters[1], text)
  # Marks that follow their letter, as some systems write them.
  for (j = split(marks, letters, " "); j > 0; j--)
    gsub(letters[j], "", text)
  return text
}

BEGIN {
  bases = "a à á â ã ä å ā ă ą À Á Â Ã Ä Å Ā Ă Ą\n" \
    "ae æ Æ\n" \
    "c ç ć ĉ ċ č Ç Ć Ĉ Ċ Č\n" \
    "d ď đ ð Ď Đ Ð\n" \
    "e è é ê ë ē ĕ ė ę ě È É Ê Ë Ē Ĕ Ė Ę Ě\n" \
    "g ĝ ğ ġ ģ Ĝ Ğ Ġ Ģ\n" \
    "h ĥ ħ Ĥ Ħ\n" \
    "i ì í î ï ĩ ī ĭ į ı Ì Í Î Ï Ĩ Ī Ĭ Į İ\n" \
    "j ĵ Ĵ\n" \
    "k ķ Ķ\n" \
    "l ĺ ļ ľ ł Ĺ Ļ Ľ Ł\n" \
    "n ñ ń ņ ň Ñ Ń Ņ Ň\n" \
    "o ò ó ô õ ö ø ō ŏ ő Ò Ó Ô Õ Ö Ø Ō Ŏ Ő\n" \
    "oe œ Œ\n" \
    "r ŕ ŗ ř Ŕ Ŗ Ř\n" \
    "s ś ŝ ş š ș Ś Ŝ Ş Š Ș\n" \
    "ss ß ẞ\n" \
    "t ţ ť ț Ţ Ť Ț\n" \
    "th þ Þ\n" \
    "u ù ú û ü ũ ū ŭ ů ű ų Ù Ú Û Ü Ũ Ū Ŭ Ů Ű Ų\n" \
    "w ŵ Ŵ\n" \
    "y ý ÿ ŷ Ý Ÿ Ŷ\n" \
    "z ź ż ž Ź Ż Ž"
  marks = "̀ ́ ̂ ̃ ̄ ̆ ̇ ̈ ̊ ̋ ̌ ̦ ̧ ̨"
}

function identifier(text, kind) {
  text = tolower(plain(text))
  gsub(/[^a-z0-9]+/, "_", text)
  gsub(/^_+|_+$/, "", text)
  if (text == "") return kind
  return text ~ /^[0-9]/ ? kind "_" text : text
}

# A label that no other resource of its type has.
function label(type, wanted, id) {
  if ((type, wanted) in taken) wanted = wanted "_" id
  taken[type, wanted] = 1
  return wanted
}

# A reference to the object with an id, or the id if the object is not here.
function reference(type, id) {
  return (type, id) in renamed ? type "." renamed[type, id] ".id" : "\"" id "\""
}

function named(type, kind, id) {
  return (type, id) in renamed ? renamed[type, id] : kind "_" id
}

function write_resource(at,    i, width, key) {
  width = 0
  for (i = 1; i <= attributes[at]; i++) {
    key = keys[at, i]
    if (length(key) > width) width = length(key)
  }
  printf "%sresource \"%s\" \"%s\" {\n", separator, types[at], labels[at] > "resources.tf"
  for (i = 1; i <= attributes[at]; i++)
    printf "  %-*s = %s\n", width, keys[at, i], values[at, i] > "resources.tf"
  print "}" > "resources.tf"
}

function write_import(at) {
  printf "%simport {\n  to = %s.%s\n%s  identity = {\n%s  }\n}\n", \
    separator, types[at], labels[at], providers[at], identities[at] > "imports.tf"
}

/^resource / {
  at = unquoted($2) "." unquoted($3)
  types[at] = unquoted($2)
  order[++count] = at
  block = "resource"
  next
}

/^import / {
  block = "import"
  next
}

/^}/ {
  block = ""
  next
}

block == "resource" {
  if (value($0) == "null" || $1 == "provider" && value($0) == "naocloud") next
  i = ++attributes[at]
  keys[at, i] = $1
  values[at, i] = value($0)
  if ($1 == "name") names[at] = unquoted(value($0))
  if ($1 == "team_id") teams[at] = unquoted(value($0))
  if ($1 == "site_id") sites[at] = unquoted(value($0))
}

block == "import" && $1 == "to" { at = $3 }
block == "import" && $1 == "provider" && $3 != "naocloud" { providers[at] = "  provider = " $3 "\n" }
block == "import" && /^    / { identities[at] = identities[at] $0 "\n" }
block == "import" && $1 == "id" { ids[at] = unquoted($3) }

END {
  for (i = 1; i <= count; i++) {
    at = order[i]
    if (!(at in ids)) continue
    labels[at] = label(types[at], identifier(names[at], types[at] == "naocloud_team" ? "team" : "site"), ids[at])
    renamed[types[at], ids[at]] = labels[at]
  }
  for (i = 1; i <= count; i++) {
    at = order[i]
    if (at in teams) {
      pair = named("naocloud_team", "team", teams[at]) "_" named("naocloud_site", "site", sites[at])
      labels[at] = label(types[at], pair, teams[at] "_" sites[at])
      for (j = 1; j <= attributes[at]; j++) {
        if (keys[at, j] == "team_id") values[at, j] = reference("naocloud_team", teams[at])
        if (keys[at, j] == "site_id") values[at, j] = reference("naocloud_site", sites[at])
      }
    }
    write_resource(at)
    write_import(at)
    separator = "\n"
  }
}
