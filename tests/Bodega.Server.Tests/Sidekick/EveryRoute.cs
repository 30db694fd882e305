using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Bodega.Data;
using Bodega.Rentals;
using Bodega.Server.Apis.Sidekick;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>What holds for every route of the surface: who is let in (contract §4), that no page elsewhere can use it (§2.2), and that one company
/// sees nothing of another. All go over the routes as they are mapped: one that is not in the table fails.</summary>
public sealed partial class EveryRoute
{
    private const string Open = "open", User = "user", Admin = "admin", Super = "super", Either = "admin or super";
    private const string File = "file";

    // What a route takes: the row that its path names, and a body that would change something. A body that begins with ? is a query.
    private static readonly (string Who, string Route, string? Names, string? Body)[] Table =
    [
        (Open, "GET /api/csrf-token", null, null), (Open, "POST /api/auth/login", null, """{"email":"root@example.com","password":"Root_pass1!"}"""), (Open, "GET /api/auth/validacion", null, null),
        (Open, "GET /api/health", null, null), (Open, "GET /api/docs", null, null), (Open, "GET /api/docs/openapi.yaml", null, null),
        (Open, "POST /api/contact", null, """{"company_name":"Sol","company_email":"a@sol.es","country_code":"ES","phone":"600111222","is_member":true,"turnstile_token":"x","privacy_accepted":true}"""),
        (Open, "POST /api/contacto", null, """{"nombre":"Ana","email":"a@sol.es","mensaje":"Hola a todos ustedes","turnstile_token":"x"}"""),
        (Open, "GET /api/contactos/google/callback", null, null),
        (Open, "GET /api/admin/system-prompts/{name}", null, null), (Open, "PUT /api/admin/system-prompts/{name}", null, """{"contenido":"Otro"}"""),

        (Super, "GET /api/empresas", null, null), (Super, "POST /api/empresas", null, """{"nombre":"Nueva","email":"nueva@sol.es"}"""), (Super, "DELETE /api/empresas/{id}", "company", null),
        (Either, "GET /api/usuarios", null, null), (Either, "POST /api/usuarios", null, """{"email":"nueva@sol.es","rol":"operativo"}"""), (Either, "PATCH /api/usuarios/{id}", "user", """{"rol":"admin"}"""),
        (Either, "PATCH /api/usuarios/{id}/contrasena", "user", "{}"), (Either, "DELETE /api/usuarios/{id}", "user", null),

        (User, "GET /api/perfil", null, null), (User, "PUT /api/perfil/password", null, """{"password_actual":"{password}","password_nueva":"sevilla-88"}"""),
        (User, "GET /api/perfil/integraciones", null, null), (Admin, "PUT /api/perfil/integraciones/pms", null, """{"proveedor":"beds24","api_key":"nueva"}"""), (Admin, "DELETE /api/perfil/integraciones/pms", null, null),
        (Admin, "PUT /api/perfil/integraciones/ia", null, """{"proveedor":"openai","api_key":"sk-nueva"}"""), (Admin, "DELETE /api/perfil/integraciones/ia", null, null),
        (User, "GET /api/perfil/xlsx-apartamentos", null, null), (Admin, "PUT /api/perfil/xlsx-apartamentos", null, """{"col_id_externo":1,"col_nombre":9}"""),
        (User, "GET /api/perfil/notificaciones-tardio-config", null, null), (Admin, "PUT /api/perfil/notificaciones-tardio-config", null, """{"hora_corte":"22:15"}"""),

        (User, "GET /api/apartamentos", null, null), (User, "POST /api/apartamentos", null, """{"nombre":"Nuevo"}"""), (User, "GET /api/apartamentos/{id}", "apartment", null),
        (User, "PUT /api/apartamentos/{id}", "apartment", """{"nombre":"Otro"}"""), (User, "DELETE /api/apartamentos/{id}", "apartment", null),
        (User, "POST /api/apartamentos/importacion", null, File), (User, "POST /api/apartamentos/importacion/preview", null, File), (User, "POST /api/apartamentos/sincronizacion/smoobu", null, "{}"),
        (User, "GET /api/apartamentos/pms", null, null), (User, "PUT /api/apartamentos/pms", null, """{"proveedor":"beds24","api_key":"nueva"}"""), (User, "DELETE /api/apartamentos/pms", null, null),

        (User, "GET /api/heatmap", null, "?desde=2026-05-01&hasta=2026-05-07"), (User, "POST /api/heatmap/xlsx", null, File), (User, "GET /api/heatmap/umbrales", null, null),
        (Admin, "PUT /api/heatmap/umbrales", null, """{"nivel1":1,"nivel2":2,"nivel3":4}"""), (User, "GET /api/heatmap/config-xlsx", null, null), (Admin, "PUT /api/heatmap/config-xlsx", null, """{"col_fecha_checkin":"Q"}"""),
        (User, "GET /api/notificaciones/checkin-tardio/status", null, null), (User, "POST /api/notificaciones/checkin-tardio/checkins", null, File),
        (User, "GET /api/notificaciones/checkin-tardio/plantillas", null, null), (User, "POST /api/notificaciones/checkin-tardio/plantillas", null, """{"nombre":"Nueva","contenido":"Texto"}"""),
        (User, "PUT /api/notificaciones/checkin-tardio/plantillas/{id}", "late template", """{"nombre":"Otra","contenido":"Texto"}"""), (User, "DELETE /api/notificaciones/checkin-tardio/plantillas/{id}", "late template", null),

        (User, "GET /api/contactos/preferencias", null, null), (User, "PUT /api/contactos/preferencias", null, """{"separador_apt":" / "}"""),
        (Admin, "GET /api/contactos/google/auth", null, null), (User, "GET /api/contactos/google/status", null, null), (Admin, "DELETE /api/contactos/google/conexion", null, null),
        (User, "POST /api/contactos/sincronizacion", null, "{}"), (User, "POST /api/contactos/xlsx/sincronizacion", null, File), (User, "POST /api/contactos/exportacion/csv", null, "{}"), (User, "POST /api/contactos/xlsx/exportacion/csv", null, File),

        (User, "GET /api/vault/plantillas", null, null), (User, "POST /api/vault/plantillas", null, """{"nombre":"Nueva","contenido":"Texto"}"""),
        (User, "PUT /api/vault/plantillas/{id}", "template", """{"nombre":"Otra","contenido":"Texto"}"""), (User, "DELETE /api/vault/plantillas/{id}", "template", null),
        (User, "POST /api/vault/plantillas/{id}/mejoras", "template", """{"contenido":"Texto","idioma":"es"}"""), (User, "POST /api/vault/plantillas/{id}/traducciones", "template", """{"contenido":"Texto","idioma_destino":"en"}"""),
        (User, "GET /api/ai/uso", null, null), (Admin, "GET /api/ai/config", null, null),
    ];

    [Fact]
    public async Task Is_in_the_table_and_nothing_else_is()
    {
        await using var shop = await SidekickClient.OpenShopAsync(Database.Sqlite);
        static string Plain(string route) => Parameter().Replace(route, "{}");
        Assert.Equal(
            RouteCollector.NamesOf(RouteCollector.Of(shop, routes => routes.MapSidekick())).Select(Plain).Order(StringComparer.Ordinal), Table.Select(row => Plain(row.Route)).Order(StringComparer.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task Lets_in_whom_the_contract_names(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var callers = new (string Name, SidekickClient? Client, string[] May)[]
        {
            ("nobody", null, []), ("operativo", await admin.ColleagueAsync("operativo"), [User]), ("admin", admin, [User, Admin, Either]),
            ("super who administers nothing", await SuperOperatorAsync(admin), [User, Super, Either]), ("super", await SidekickClient.RootAsync(shop), [User, Admin, Super, Either]),
        };
        var stranger = shop.Traveller();
        var wrong = new List<string>();
        foreach (var (who, route, _, _) in Table.Where(row => row.Who != Open))
            foreach (var (name, client, may) in callers)
            {
                var (method, path) = Call(route, Guid.Empty.ToString());
                using var content = method == HttpMethod.Get ? null : Content("{}");
                var reply = client is null ? await stranger.SendAsync(method, path, content, SidekickClient.Pair) : await client.SendAsync(method, path, content);
                var expected = client is null ? "401" : may.Contains(who) ? "in" : "403";
                var answer = reply.Status >= 500 ? "failed" : reply.Status is 401 or 403 ? reply.Status.ToString(CultureInfo.InvariantCulture) : "in";
                if (answer != expected) wrong.Add($"{route} as {name}: {reply.Status}, not {expected}: {reply.Text}");
            }
        Assert.Empty(wrong);
    }

    [Theory, EachDatabase]
    public async Task Changes_nothing_without_the_pair_of_its_own_page(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var company = await FillAsync(shop, "Nuestro");
        var root = await SidekickClient.RootAsync(shop);
        var client = shop.Traveller();
        async Task<string> TokenAsync() => (await client.GetAsync("/api/csrf-token")).Json.GetProperty("csrf_token").GetString()!;
        var (own, another) = (await TokenAsync(), await TokenAsync());
        const string absent = """{"ok":false,"errors":["Token CSRF ausente."]}""", bad = """{"ok":false,"errors":["Token CSRF inválido."]}""";
        (string Name, (string Name, string Value)[] Headers, string Answer)[] pairs =
        [
            ("none", [], absent), ("wrong", [("Cookie", $"csrf_token={own}"), ("X-CSRF-Token", "x")], bad), ("another session's", [("Cookie", $"csrf_token={own}"), ("X-CSRF-Token", another)], bad),
            ("only the header", [("X-CSRF-Token", own)], absent), ("only the cookie", [("Cookie", $"csrf_token={own}")], absent), ("empty", [("Cookie", "csrf_token="), ("X-CSRF-Token", "")], absent),
        ];
        var before = await DumpAsync(shop);
        var wrong = new List<string>();
        foreach (var (who, route, names, body) in Table.Where(row => !row.Route.StartsWith("GET ", StringComparison.Ordinal)))
            foreach (var (name, headers, answer) in pairs)
            {
                // Prompts are for callers that are no browsers, and send no cookie at all (W12).
                if (route.Contains("/system-prompts/", StringComparison.Ordinal) && !headers.Any(header => header.Name == "Cookie")) continue;
                var (method, path) = Call(route, names is null ? "vault_mejorar" : company.Ids[names]);
                using var content = Content(body?.Replace("{password}", company.Client.Password, StringComparison.Ordinal));
                var reply = await client.SendAsync(method, path, content, [("Authorization", $"Bearer {(who == Super ? root : company.Client).Token}"), .. headers]);
                if ((reply.Status, reply.Text) != (403, answer)) wrong.Add($"{route} with {name}: {reply.Status} {reply.Text}");
            }
        Assert.Empty(wrong);
        Assert.Equal(before, await DumpAsync(shop));
    }

    [Theory, EachDatabase]
    public async Task Shows_and_touches_nothing_of_another_company(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var ours = await FillAsync(shop, "Nuestro");
        var theirs = await FillAsync(shop, "Ajeno");
        var before = await SnapshotAsync(theirs);
        var wrong = new List<string>();
        foreach (var (_, route, names, body) in Table.Where(row => row.Who is not (Open or Super)))
        {
            async Task<Reply> AskAsync(string id)
            {
                var (method, path) = Call(route, id);
                using var content = method == HttpMethod.Get ? null : Content(body);
                return await ours.Client.SendAsync(method, path + (body is ['?', ..] ? body : ""), content);
            }
            if (names is null)
            {
                if (route != "PUT /api/perfil/password" && (await AskAsync("")).Text.Contains("Ajeno", StringComparison.OrdinalIgnoreCase)) wrong.Add($"{route} shows another company");
                continue;
            }
            const string nobody = "00000000-0000-4000-8000-000000000000";
            var (foreign, unknown) = (await AskAsync(theirs.Ids[names]), await AskAsync(nobody));
            if (foreign.Status < 400 || (foreign.Status, foreign.Text) != (unknown.Status, unknown.Text)) wrong.Add($"{route}: {foreign.Status} {foreign.Text} for another company's {names}, {unknown.Status} {unknown.Text} for nobody's");
        }
        // A parameter for who runs the installation is none for others.
        foreach (var path in new[] { "/api/usuarios", "/api/apartamentos", "/api/vault/plantillas" })
            if ((await ours.Client.GetAsync($"{path}?empresa_id={theirs.Client.CompanyId}")).Text.Contains("Ajeno", StringComparison.OrdinalIgnoreCase)) wrong.Add(path);
        Assert.Empty(wrong);
        Assert.Equal(before, await SnapshotAsync(theirs));
    }

    private static (HttpMethod Method, string Path) Call(string route, string id) => (new HttpMethod(route.Split(' ')[0]), Parameter().Replace(route.Split(' ')[1], id));

    private static HttpContent? Content(string? body) => body switch
    {
        null => null,
        File => new MultipartFormDataContent { { new ByteArrayContent([80, 75]), "file", "x.xlsx" } },
        _ => new StringContent(body, Encoding.UTF8, "application/json"),
    };

    // Whoever runs the installation may be no more than a worker in a company.
    private static async Task<SidekickClient> SuperOperatorAsync(SidekickClient admin)
    {
        var worker = await admin.ColleagueAsync("operativo");
        await worker.LookAsync(async (_, db) =>
        {
            await using var work = await db.BeginAsync(CancellationToken.None);
            (await db.Accounts.FindAsync(db.Caller.AccountId))!.IsPlatformAdmin = true; // acts as this account
            await db.SaveChangesAsync();
            await work.CommitAsync(CancellationToken.None);
            return 0;
        });
        return worker;
    }

    private sealed record FilledCompany(SidekickClient Client, IReadOnlyDictionary<string, string> Ids);

    // A company with one of everything, each called by a word.
    private static async Task<FilledCompany> FillAsync(Shop shop, string word)
    {
        var client = await SidekickClient.FoundAsync(shop, $"Casas {word}");
        var ids = new Dictionary<string, string>(StringComparer.Ordinal) { ["company"] = client.CompanyId };
        async Task MakeAsync(string name, string path, string body, string key) => ids[name] = (await client.PostAsync(path, body)).ShouldBe(201).Json.GetProperty(key).GetProperty("id").GetString()!;
        await MakeAsync("user", "/api/usuarios", $$"""{"email":"colega@{{word}}.es","rol":"operativo"}""", "usuario");
        await MakeAsync("apartment", "/api/apartamentos", $$"""{"nombre":"Piso {{word}}","id_externo":"{{word}}-1","direccion":"Calle {{word}}"}""", "apartamento");
        await MakeAsync("template", "/api/vault/plantillas", $$"""{"nombre":"Texto {{word}}","contenido":"Hola {{word}}"}""", "plantilla");
        await MakeAsync("late template", "/api/notificaciones/checkin-tardio/plantillas", $$"""{"nombre":"Tarde {{word}}","contenido":"Hola {{word}}"}""", "plantilla");
        (await client.PutAsync("/api/perfil/integraciones/pms", $$"""{"proveedor":"smoobu","api_key":"{{word}}-key"}""")).ShouldBe(200);
        (await client.PutAsync("/api/perfil/integraciones/ia", $$"""{"proveedor":"openai","modelo":"{{word}}","api_key":"{{word}}-{{word}}"}""")).ShouldBe(200);
        (await client.PutAsync("/api/contactos/preferencias", $$"""{"plantilla":"{{word}} {NOMBRE}"}""")).ShouldBe(200);
        await client.LookAsync(async (services, db) =>
        {
            await using var work = await db.BeginAsync(CancellationToken.None);
            db.GoogleConnections.Add(new GoogleConnection { SealedRefreshToken = services.GetRequiredService<ConnectionSecrets>().Seal(word), Scope = word });
            await db.SaveChangesAsync();
            await work.CommitAsync(CancellationToken.None);
            return 0;
        });
        return new FilledCompany(client, ids);
    }

    // Everything that a company can read of itself.
    private static async Task<string> SnapshotAsync(FilledCompany company)
    {
        var all = new StringBuilder();
        foreach (var (_, route, names, body) in Table.Where(row => row.Who is not (Open or Super) && row.Route.StartsWith("GET ", StringComparison.Ordinal) && !row.Route.EndsWith("/auth", StringComparison.Ordinal)))
            all.Append(route).Append(' ').Append((await company.Client.GetAsync(Call(route, names is null ? "" : company.Ids[names]).Path + body)).Text).Append('\n');
        return all.ToString();
    }

    // Every row of every table.
    private static async Task<string> DumpAsync(Shop shop)
    {
        await using var scope = shop.Services.CreateAsyncScope();
        var tables = scope.ServiceProvider.GetRequiredService<BodegaDb>().Model.GetEntityTypes().Select(entity => Microsoft.EntityFrameworkCore.RelationalEntityTypeExtensions.GetTableName(entity)!).Distinct().Order(StringComparer.Ordinal).ToList(); // all have one
        await using var connection = await shop.Services.GetRequiredService<DatabaseProvider>().OpenAsync(CancellationToken.None);
        var rows = new StringBuilder();
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table} ORDER BY 1"; // names of the model
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Append(table);
                for (var column = 0; column < reader.FieldCount; column++)
                    rows.Append('|').Append(reader.GetValue(column) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture));
                rows.AppendLine();
            }
        }
        return rows.ToString();
    }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}
