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

#[test]
fn a_password_is_found_in_every_syntax() {
    use Syntax::{
        Code, Dockerfile, DotEnv, Hcl, Html, Ini, Json, Log, Markdown, Properties, Shell, Sql, Toml, Unknown, Xml, Yaml,
    };
    let value = format!("hun{}2Xy", "ter");
    let mut missed = Vec::new();
    for (text, syntax) in [
        (r#"password = "~""#, Code),
        (r#"String dbPassword = "~";"#, Code),
        (r#"let password: &str = "~";"#, Code),
        (r#"password: Optional[str] = "~","#, Code),
        (r#"password := "~""#, Code),
        (r#"var password string = "~""#, Code),
        (r#"$password = '~';"#, Code),
        (r#":password => "~","#, Code),
        (r#"'password' => '~',"#, Code),
        (r#"connect(user="me", password="~")"#, Code),
        (r#"{"password": "~"}"#, Code),
        (r#"os.environ["DB_PASSWORD"] = "~""#, Code),
        (r#"config[:password] = "~""#, Code),
        (r#"#define DB_PASSWORD "~""#, Code),
        (r#"const char password[] = "~";"#, Code),
        (r#"setPassword("~");"#, Code),
        (r#"props.setProperty("db.password", "~");"#, Code),
        (r#"define('DB_PASSWORD', '~');"#, Code),
        (r#"if password == "~":"#, Code),
        (r#"NSString *password = @"~";"#, Code),
        (r#"password = ("~")"#, Code),
        ("password = \\\n    '~'", Code),
        (r#"(setq password "~")"#, Code),
        (r#"auth = ("me", "~")"#, Code),
        (r#"HTTPBasicAuth("me", "~")"#, Code),
        (r#"url = "http://host/?user=me&password=~&x=1""#, Code),
        (r#"cs = "Server=db;User Id=sa;Password=~;""#, Code),
        (r#"// password: ~"#, Code),
        (r#"# the password is ~"#, Code),
        (r#"s = "{\"password\": \"~\"}""#, Code),
        (r#"Dim password As String = "~""#, Code),
        ("export DB_PASSWORD=~", Shell),
        ("DB_PASSWORD='~' run", Shell),
        ("run --password ~ --x", Shell),
        ("run --password=~", Shell),
        ("DB_PASSWORD=~", DotEnv),
        ("DB_PASSWORD=\"~\" # comment", DotEnv),
        ("ENV DB_PASSWORD ~", Dockerfile),
        ("ENV DB_PASSWORD=~", Dockerfile),
        ("ARG DB_PASSWORD=~", Dockerfile),
        ("password: ~", Yaml),
        ("password: '~'", Yaml),
        ("password: ~ # comment", Yaml),
        ("password: |\n  ~\n", Yaml),
        ("- name: DB_PASSWORD\n  value: ~\n", Yaml),
        ("- DB_PASSWORD=~", Yaml),
        ("db: {user: me, password: ~}", Yaml),
        ("DB: ${DB_PASSWORD:-~}", Yaml),
        (r#"{"password": "~"}"#, Json),
        (r#"{"name": "DB_PASSWORD", "value": "~"}"#, Json),
        (r#"{"url": "host/?password=~"}"#, Json),
        (r#"password = "~""#, Toml),
        ("password = ~", Ini),
        ("db.password=~", Properties),
        ("db.password: ~", Properties),
        ("<password>~</password>", Xml),
        (r#"<add key="Password" value="~"/>"#, Xml),
        (r#"<property name="password" value="~"/>"#, Xml),
        (r#"<property name="password">~</property>"#, Xml),
        (r#"<user name="me" password="~"/>"#, Xml),
        ("<key>password</key>\n<string>~</string>", Xml),
        ("<name>db.password</name>\n<value>~</value>", Xml),
        (r#"<input name="password" value="~">"#, Html),
        (r#"variable = { password = "~" }"#, Hcl),
        ("CREATE USER me IDENTIFIED BY '~';", Sql),
        ("ALTER ROLE me PASSWORD '~';", Sql),
        ("sshpass -p ~ ssh me@host", Shell),
        ("sshpass -p'~' ssh me@host", Shell),
        ("mysql -u root -p~ db", Shell),
        ("os.system('mysqldump -uroot -p~ db > out')", Code),
        ("curl -u me:~ https://example.org/", Shell),
        ("curl -s --user 'me:~' https://example.org/", Shell),
        ("docker login -u me -p ~ registry", Shell),
        ("PGPASSWORD=~ psql -h db", Shell),
        ("echo 'root:~' | chpasswd", Shell),
        ("openssl rsa -in k -passin pass:~", Shell),
        (r#"ConvertTo-SecureString "~" -AsPlainText -Force"#, Shell),
        ("cat <<EOF\npassword: ~\nEOF", Shell),
        (r#"client.login("me", "~")"#, Code),
        (r#"mysqli_connect("localhost", "me", "~", "db");"#, Code),
        (r#"DriverManager.getConnection("jdbc:x", "me", "~");"#, Code),
        ("dsn = host=db user=me password=~ dbname=x", Ini),
        ("cs=Server=db;User Id=sa;Password=~;Encrypt=yes", Ini),
        ("DSN=\"host=db user=me password=~ dbname=x\"", DotEnv),
        (r#""db_password": {"value": "~", "type": "string"}"#, Json),
        ("variable \"db_password\" {\n  default = \"~\"\n}", Hcl),
        ("-password: ~", Unknown),
        ("+  password: ~", Unknown),
        ("ansible_become_pass: ~", Yaml),
        ("requirepass ~", Ini),
        ("X-Password: ~", Unknown),
        ("login with password: ~", Log),
        ("**Password:** `~`", Markdown),
        ("`password`: ~", Markdown),
    ] {
        let text = text.replace('~', &value);
        if told(&text, syntax).as_ref() != Some(&value) {
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
    ] {
        if told(text, Syntax::Code).is_some() {
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
