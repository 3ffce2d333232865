//! Assignments in the syntaxes people use, each with the value that must be found in it; and what must be passed over.

use proptest::prelude::*;

use super::*;

/// The values found in a text, with a keyword's every hit judged.
fn found(text: &str, syntax: Syntax, role: Role) -> Vec<(String, Confidence)> {
    let mut found: Vec<Assigned> =
        hits(text.as_bytes()).filter_map(|hit| judge(text.as_bytes(), hit, Setting { syntax, role })).collect();
    found.sort_by_key(|assigned| assigned.value.start);
    found.dedup_by_key(|assigned| assigned.value.clone());
    found.into_iter().map(|assigned| (text[assigned.value].to_owned(), assigned.confidence)).collect()
}

/// Where the keywords stand in a text.
fn hits(text: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    KEYWORDS.iter().flat_map(move |keyword| {
        text.windows(keyword.len())
            .enumerate()
            .filter(|(_, window)| window.eq_ignore_ascii_case(keyword.as_bytes()))
            .map(|(at, window)| at..at + window.len())
    })
}

/// The one value found at medium confidence or more.
fn told(text: &str, syntax: Syntax) -> Option<String> {
    let found = found(text, syntax, Role::Normal);
    let told: Vec<_> = found.into_iter().filter(|(_, confidence)| *confidence >= Confidence::Medium).collect();
    assert!(told.len() < 2, "{text}: {} values", told.len());
    told.into_iter().next().map(|(value, _)| value)
}

/// A password, `~` for the value, in every syntax.
const SYNTAXES: &[(&str, Syntax)] = &[
    (r#"password = "~""#, Syntax::Code),
    (r#"String dbPassword = "~";"#, Syntax::Code),
    (r#"let password: &str = "~";"#, Syntax::Code),
    (r#"password: Optional[str] = "~","#, Syntax::Code),
    (r#"password := "~""#, Syntax::Code),
    (r#"var password string = "~""#, Syntax::Code),
    (r#"$password = '~';"#, Syntax::Code),
    (r#":password => "~","#, Syntax::Code),
    (r#"'password' => '~',"#, Syntax::Code),
    (r#"connect(user="me", password="~")"#, Syntax::Code),
    (r#"{"password": "~"}"#, Syntax::Code),
    (r#"os.environ["DB_PASSWORD"] = "~""#, Syntax::Code),
    (r#"config[:password] = "~""#, Syntax::Code),
    (r#"#define DB_PASSWORD "~""#, Syntax::Code),
    (r#"const char password[] = "~";"#, Syntax::Code),
    (r#"setPassword("~");"#, Syntax::Code),
    (r#"props.setProperty("db.password", "~");"#, Syntax::Code),
    (r#"define('DB_PASSWORD', '~');"#, Syntax::Code),
    (r#"if password == "~":"#, Syntax::Code),
    (r#"NSString *password = @"~";"#, Syntax::Code),
    (r#"password = ("~")"#, Syntax::Code),
    ("password = \\\n    '~'", Syntax::Code),
    (r#"(setq password "~")"#, Syntax::Code),
    (r#"auth = ("me", "~")"#, Syntax::Code),
    (r#"HTTPBasicAuth("me", "~")"#, Syntax::Code),
    (r#"url = "http://host/?user=me&password=~&x=1""#, Syntax::Code),
    (r#"cs = "Server=db;User Id=sa;Password=~;""#, Syntax::Code),
    (r#"// password: ~"#, Syntax::Code),
    (r#"# the password is ~"#, Syntax::Code),
    (r#"s = "{\"password\": \"~\"}""#, Syntax::Code),
    (r#"Dim password As String = "~""#, Syntax::Code),
    ("export DB_PASSWORD=~", Syntax::Shell),
    ("DB_PASSWORD='~' run", Syntax::Shell),
    ("run --password ~ --x", Syntax::Shell),
    ("run --password=~", Syntax::Shell),
    ("DB_PASSWORD=~", Syntax::DotEnv),
    ("DB_PASSWORD=\"~\" # comment", Syntax::DotEnv),
    ("ENV DB_PASSWORD ~", Syntax::Dockerfile),
    ("ENV DB_PASSWORD=~", Syntax::Dockerfile),
    ("ARG DB_PASSWORD=~", Syntax::Dockerfile),
    ("password: ~", Syntax::Yaml),
    ("password: '~'", Syntax::Yaml),
    ("password: ~ # comment", Syntax::Yaml),
    ("password: |\n  ~\n", Syntax::Yaml),
    ("- name: DB_PASSWORD\n  value: ~\n", Syntax::Yaml),
    ("- DB_PASSWORD=~", Syntax::Yaml),
    ("db: {user: me, password: ~}", Syntax::Yaml),
    ("DB: ${DB_PASSWORD:-~}", Syntax::Yaml),
    (r#"{"password": "~"}"#, Syntax::Json),
    (r#"{"name": "DB_PASSWORD", "value": "~"}"#, Syntax::Json),
    (r#"{"url": "host/?password=~"}"#, Syntax::Json),
    (r#"password = "~""#, Syntax::Toml),
    ("password = ~", Syntax::Ini),
    ("db.password=~", Syntax::Properties),
    ("db.password: ~", Syntax::Properties),
    ("<password>~</password>", Syntax::Xml),
    (r#"<add key="Password" value="~"/>"#, Syntax::Xml),
    (r#"<property name="password" value="~"/>"#, Syntax::Xml),
    (r#"<property name="password">~</property>"#, Syntax::Xml),
    (r#"<user name="me" password="~"/>"#, Syntax::Xml),
    ("<key>password</key>\n<string>~</string>", Syntax::Xml),
    ("<name>db.password</name>\n<value>~</value>", Syntax::Xml),
    (r#"<input name="password" value="~">"#, Syntax::Html),
    (r#"variable = { password = "~" }"#, Syntax::Hcl),
    ("CREATE USER me IDENTIFIED BY '~';", Syntax::Sql),
    ("ALTER ROLE me PASSWORD '~';", Syntax::Sql),
    ("sshpass -p ~ ssh me@host", Syntax::Shell),
    ("sshpass -p'~' ssh me@host", Syntax::Shell),
    ("mysql -u root -p~ db", Syntax::Shell),
    ("os.system('mysqldump -uroot -p~ db > out')", Syntax::Code),
    ("curl -u me:~ https://example.org/", Syntax::Shell),
    ("curl -s --user 'me:~' https://example.org/", Syntax::Shell),
    ("docker login -u me -p ~ registry", Syntax::Shell),
    ("PGPASSWORD=~ psql -h db", Syntax::Shell),
    ("echo 'root:~' | chpasswd", Syntax::Shell),
    ("openssl rsa -in k -passin pass:~", Syntax::Shell),
    (r#"ConvertTo-SecureString "~" -AsPlainText -Force"#, Syntax::Shell),
    ("cat <<EOF\npassword: ~\nEOF", Syntax::Shell),
    (r#"client.login("me", "~")"#, Syntax::Code),
    (r#"mysqli_connect("localhost", "me", "~", "db");"#, Syntax::Code),
    (r#"DriverManager.getConnection("jdbc:x", "me", "~");"#, Syntax::Code),
    ("dsn = host=db user=me password=~ dbname=x", Syntax::Ini),
    ("cs=Server=db;User Id=sa;Password=~;Encrypt=yes", Syntax::Ini),
    ("DSN=\"host=db user=me password=~ dbname=x\"", Syntax::DotEnv),
    (r#""db_password": {"value": "~", "type": "string"}"#, Syntax::Json),
    ("variable \"db_password\" {\n  default = \"~\"\n}", Syntax::Hcl),
    ("-password: ~", Syntax::Unknown),
    ("+  password: ~", Syntax::Unknown),
    ("ansible_become_pass: ~", Syntax::Yaml),
    ("requirepass ~", Syntax::Ini),
    (r#"password ::= "~""#, Syntax::Unknown),
    (r#"$password .= "~";"#, Syntax::Code),
    ("password ?= ~", Syntax::Unknown),
    (r#"fill_in "Password", with: "~""#, Syntax::Code),
    (r#"page.fill('#password', '~')"#, Syntax::Code),
    (r#"cy.get('input[name="password"]').type('~')"#, Syntax::Code),
    (r#"driver.find_element_by_id("password").send_keys("~")"#, Syntax::Code),
    (r#"if ("~" !== password) {"#, Syntax::Code),
    ("X-Password: ~", Syntax::Unknown),
    ("login with password: ~", Syntax::Log),
    ("**Password:** `~`", Syntax::Markdown),
    ("`password`: ~", Syntax::Markdown),
];

#[test]
fn a_password_is_found_in_every_syntax() {
    let value = format!("hun{}2Xy", "ter");
    let mut missed = Vec::new();
    for (text, syntax) in SYNTAXES {
        let text = text.replace('~', &value);
        if told(&text, *syntax).as_ref() != Some(&value) {
            missed.push(text);
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_random_key_is_found_under_a_name_that_says_little() {
    let value = ["k7Qz", "W1xv", "9LpT", "3bNd", "Ry6h", "Jc0m"].concat();
    for text in
        ["key: '~'", "\"key\": \"~\"", "token = \"~\"", "setCipherKey(Base64.decode(\"~\"))", "tenant_key=\"~\""]
    {
        let text = text.replace('~', &value);
        assert_eq!(told(&text, Syntax::Code), Some(value.clone()), "{text}");
    }
}

#[test]
fn what_is_no_credential_is_passed_over() {
    let mut believed = Vec::new();
    for text in [
        r#"password = "Enter your password""#,
        r#"PASSWORD_FIELD = "password_field""#,
        r#"password = os.getenv("DB_PASSWORD")"#,
        "password = process.env.PASSWORD",
        r#"password = "${DB_PASSWORD}""#,
        r#"password = "changeme""#,
        r#"token = "<your-token>""#,
        r#"token_url = "https://example.com/oauth/token""#,
        r#"public_key = "k7QzW1xv9LpT3bNdRy6hJc0m""#,
        "fn password(password: String, token: Token) -> String {",
        r#"max_tokens = "4096""#,
        r#"csrf_token = "k7QzW1xv9LpT3bNdRy6hJc0m""#,
        "def login(username, password=password1, token=token2):",
        r##"$("#password").val()"##,
        r#"["username", "password", "remember_me"]"#,
        r#"getpass.getpass("Password: ")"#,
        r#"token == "identifier""#,
        r#"type: "password", name: "secret""#,
        r#"token = "prefix-" + suffix"#,
        r#"secret_key = "/etc/ssl/private/server.key""#,
        r#"key = "user_profile_settings""#,
        "// the password is required",
        "List<Secret> setSameOwner2(List<Secret> all) {",
        r#"find("api_key", "user_id=?", [id])"#,
        r#"args << "--password=" + options[:password] + " --host=db""#,
        r#"password: 'required|confirmed'"#,
        "defaultPassword: cGFzc3dvcmQ=",
    ] {
        if told(text, Syntax::Code).is_some() {
            believed.push(text);
        }
    }
    assert!(believed.is_empty(), "{}", believed.join("\n"));
}

#[test]
fn settings_that_only_refer_to_a_credential_are_passed_over() {
    let mut believed = Vec::new();
    for text in [
        "secretName: my-app-tls",
        "secretKeyRef:\n  name: db-secret\n  key: password",
        "password: ENC[AES256_GCM,data:q7Zk1vX9pLr3,iv:TnBw8Yd2,tag:HcJm,type:str]",
        "password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  62313365396662343061393464336163",
        "password: \"{{ vault_password }}\"",
        "token: ${{ secrets.GITHUB_TOKEN }}",
        "password: \"\"\ntoken: null\nsecret: ~\npwd: true",
        "password:\n  type: string\n  format: password",
        "key: ${{ runner.os }}-cargo-${{ hashFiles('**/Cargo.lock') }}",
        "- name: POSTGRES_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: db\n",
        "public-key: q7Zk1vX9pLr3TnBw8Yd2HcJmq7Zk1vX9pLr3TnBw8Yd2HcJm",
        "password: Passwort\npassword_label: Wachtwoord",
        "password: wachtwoord",
        "passwordFile: /run/secrets/db",
        "auth: none\nauthorization: enabled",
        "token_endpoint: oauth2/v1/token",
    ] {
        if told(text, Syntax::Yaml).is_some() {
            believed.push(text);
        }
    }
    assert!(believed.is_empty(), "{}", believed.join("\n"));
}

#[test]
fn tests_and_documentation_lower_the_confidence() {
    let text = format!("password = \"{}9x!\"", "Tq7f");
    assert_eq!(found(&text, Syntax::Code, Role::Normal)[0].1, Confidence::High);
    assert_eq!(found(&text, Syntax::Code, Role::Test)[0].1, Confidence::Medium);
    assert!(found(&text, Syntax::Code, Role::Minified).is_empty());
}

#[test]
fn keywords_are_lower_case_and_three_bytes_or_more() {
    for keyword in KEYWORDS {
        assert!(keyword.len() >= 3 && !keyword.bytes().any(|byte| byte.is_ascii_uppercase()), "{keyword}");
    }
}

/// Text in which names, operators, quotes and odd bytes meet more often than by chance.
fn fragments() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "password", "token", "key", "auth", "=", ":", " ", "\"", "'", "\\", "(", ")", "<", ">", "/", "\n", "is ", "$",
        "{", "}", "value", "name", "ab1", "==", ",", "-", "--", "[", "]", "|", "é", "#", "`", "new ", "?", "&",
        "x9Kq2",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_is_judged_without_a_panic_and_within_bounds(text in fragments(), syntax in 0..4) {
        let syntax = [Syntax::Code, Syntax::Yaml, Syntax::Unknown, Syntax::Shell][syntax as usize];
        for hit in hits(text.as_bytes()) {
            if let Some(assigned) = judge(text.as_bytes(), hit, Setting { syntax, role: Role::Normal }) {
                prop_assert!(assigned.value.end <= text.len() && !assigned.value.is_empty());
                prop_assert!(assigned.name.end <= text.len() && !assigned.name.is_empty());
            }
        }
    }

    #[test]
    fn text_beyond_reach_changes_nothing(text in fragments(), before in "[ -~]{0,9}", after in "[ -~]{0,9}") {
        let framed = format!("{}{text}{}", " ".repeat(REACH), " ".repeat(REACH));
        let longer = format!("{before}{framed}{after}");
        for hit in hits(text.as_bytes()) {
            let place = |shift: usize| hit.start + shift..hit.end + shift;
            let setting = Setting::default();
            let alone = judge(framed.as_bytes(), place(REACH), setting);
            let among = judge(longer.as_bytes(), place(REACH + before.len()), setting);
            prop_assert_eq!(alone.map(|a| a.value.start + before.len()), among.map(|a| a.value.start));
        }
    }
}
