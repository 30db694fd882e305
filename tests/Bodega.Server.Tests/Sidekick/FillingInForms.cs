using System.Text.Json;
using Bodega.Server.Hosting;
using Bodega.Server.Integrations;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>The two public forms: judged in the contract's order, then passed on (§14.1–§14.3).</summary>
public sealed class FillingInForms
{
    private const string Person = """{"success":true}""";
    private const string Request = """{"company_name":" <b>Sol</b>\n & Mar ","company_email":" Info@SOL.es ","country_code":"es","phone":"600 111 222","is_member":"no","message":"Doce <i>pisos</i>\n\n\n\nen Cádiz","turnstile_token":"tok-1","privacy_accepted":true,"website":""}""";
    private const string Message = """{"nombre":"Ana","email":"ana@sol.es","empresa":"","mensaje":"¿Funciona con Beds24? @everyone","turnstile_token":"tok-2","extra":1}""";
    private const string RequestTaken = """{"ok":true,"message":"Solicitud recibida correctamente."}""";
    private const string MessageTaken = """{"ok":true,"message":"Mensaje enviado correctamente."}""";
    private const string NoPerson = """{"ok":false,"errors":["La verificación del captcha ha fallado."]}""";

    [Theory, EachDatabase]
    public async Task A_form_is_passed_on_by_mail_and_to_the_channel(Database database)
    {
        await using var outside = await Upstream.OpenAsync(("/verify", Person), ("/hook/requests", ""), ("/hook/messages", ""));
        await using var shop = await OpenAsync(
            database, outside, ("Apis:Sidekick:Contact:MailRecipient", "duena@example.com"), ("Apis:Sidekick:Contact:RequestWebhook", outside.Url + "/hook/requests"), ("Apis:Sidekick:Contact:MessageWebhook", outside.Url + "/hook/messages"));
        var visitor = shop.Traveller();
        (await visitor.PostAsync("/api/contact", Request, SidekickClient.Pair)).ShouldBe(200, RequestTaken);
        (await visitor.PostAsync("/api/contacto", Message, SidekickClient.Pair)).ShouldBe(200, MessageTaken);

        var mails = await shop.MailsAsync(2);
        Assert.Contains("To: duena@example.com", mails[0], StringComparison.Ordinal);
        Assert.Contains("Subject: [Stay Sidekick] Nueva solicitud de Sol & Mar\r\n", mails[0], StringComparison.Ordinal);
        Assert.Contains("Empresa: Sol & Mar\r\nCorreo electrónico: Info@sol.es\r\nTeléfono: +34600111222\r\nYa es miembro: No\r\n\r\nDoce pisos\r\n\r\nen Cádiz\r\n", mails[0], StringComparison.Ordinal);
        Assert.Contains("Nombre: Ana\r\nCorreo electrónico: ana@sol.es\r\n\r\n¿Funciona con Beds24? @everyone\r\n", mails[1], StringComparison.Ordinal);

        Assert.Equal(["/verify", "/hook/requests", "/verify", "/hook/messages"], outside.Asked.Select(asked => asked.Target));
        Assert.Equal("secret=turnstile-secret&response=tok-1&remoteip=127.0.0.1", outside.Asked[0].Body);
        Assert.Equal("application/x-www-form-urlencoded", outside.Asked[0].Header("Content-Type"));
        var note = JsonDocument.Parse(outside.Asked[1].Body).RootElement.GetProperty("embeds")[0];
        Assert.Equal(("Nueva solicitud de contacto", "Doce pisos\n\nen Cádiz"), (note.GetProperty("title").GetString(), note.GetProperty("description").GetString()));
        Assert.Equal(
            ["Empresa=Sol & Mar", "Correo electrónico=Info@sol.es", "Teléfono=+34600111222", "Ya es miembro=No"],
            note.GetProperty("fields").EnumerateArray().Select(field => $"{field.GetProperty("name")}={field.GetProperty("value")}"));
        var message = JsonDocument.Parse(outside.Asked[3].Body).RootElement;
        Assert.Equal("Nuevo mensaje de contacto", message.GetProperty("embeds")[0].GetProperty("title").GetString());
        Assert.Equal("""{"parse":[]}""", message.GetProperty("allowed_mentions").GetRawText());
        // What people write stays out of the log, and so do the captcha's secret and the channels' addresses.
        var log = string.Join('\n', shop.Services.GetRequiredService<RecentLog>().Of("sidekick"));
        Assert.Contains("POST /api/contacto 200", log, StringComparison.Ordinal);
        Assert.DoesNotMatch("sol.es|600111222|Beds24|turnstile-secret|tok-|hook", log);
    }

    [Theory, EachDatabase]
    public async Task A_message_may_be_missing_and_a_channel_may_be_down(Database database)
    {
        await using var outside = await Upstream.OpenAsync(("/verify", Person)); // 404 for the channel
        await using var shop = await OpenAsync(database, outside, ("Apis:Sidekick:Contact:MailRecipient", "duena@example.com"), ("Apis:Sidekick:Contact:RequestWebhook", outside.Url + "/hook/requests"));
        var brief = Request.Replace(",\"message\":\"Doce <i>pisos</i>\\n\\n\\n\\nen Cádiz\"", "", StringComparison.Ordinal).Replace("\"no\"", "1", StringComparison.Ordinal);
        (await shop.Traveller().PostAsync("/api/contact", brief, SidekickClient.Pair)).ShouldBe(200, RequestTaken);
        Assert.Contains("Ya es miembro: Sí\r\n\r\n(sin mensaje)\r\n", Assert.Single(await shop.MailsAsync(1)), StringComparison.Ordinal);
        Assert.Equal(0, await shop.LookAsync((_, db) => db.AuditEntries.CountAsync(entry => entry.Surface == "sidekick")));
    }

    [Theory, EachDatabase]
    public async Task What_is_wrong_with_a_form_is_told(Database database)
    {
        await using var outside = await Upstream.OpenAsync(("/verify", Person));
        await using var shop = await OpenAsync(database, outside);
        var visitor = shop.Traveller();
        (string Change, string To, string Error)[] wrong =
        [
            ("\"website\":\"\"", "\"website\":\"http://spam\"", "website: Longer than maximum length 0."), // example 23
            (" <b>Sol</b>\\n & Mar ", " <b></b> ", "company_name: Length must be between 1 and 150."),
            ("\"company_name\"", "\"name\"", "company_name: El nombre de la empresa es obligatorio."),
            ("Info@SOL.es", "info@sol", "company_email: El correo electrónico no es válido."),
            ("Info@SOL.es", new string('x', 300) + "@sol.es", "company_email: El correo electrónico no es válido."),
            ("\"company_email\"", "\"email\"", "company_email: El correo de la empresa es obligatorio."),
            ("\"es\"", "\"ESP\"", "country_code: Length must be 2."),
            ("\"es\"", "\"ZZ\"", "country_code: El código de país no es válido."),
            ("\"country_code\"", "\"country\"", "country_code: El código de país es obligatorio."),
            ("600 111 222", "600", "phone: Length must be between 4 and 20."),
            ("600 111 222", "100 111 222", "phone: El número de teléfono no es válido para el país seleccionado."),
            ("600 111 222", "+33612345678", "phone: El número de teléfono no es válido para el país seleccionado."),
            ("\"phone\"", "\"tel\"", "phone: El teléfono es obligatorio."),
            ("\"is_member\"", "\"member\"", "is_member: Indica si ya eres miembro."),
            ("\"no\"", "\"quizá\"", "is_member: Not a valid boolean."),
            ("\"tok-1\"", "\" \"", "turnstile_token: Length must be between 1 and 2048."),
            ("\"turnstile_token\"", "\"token\"", "turnstile_token: El token de verificación es obligatorio."),
            ("\"privacy_accepted\":true", "\"privacy_accepted\":false", "privacy_accepted: Debes aceptar la política de privacidad."),
            ("\"privacy_accepted\"", "\"privacy\"", "privacy_accepted: Debes aceptar la política de privacidad."),
        ];
        foreach (var (change, to, error) in wrong)
            (await visitor.PostAsync("/api/contact", Request.Replace(change, to, StringComparison.Ordinal), SidekickClient.Pair)).ShouldBe(422, $$"""{"ok":false,"errors":["{{error}}"]}""");
        (string Change, string To, string Error)[] bare =
        [
            ("\"nombre\":\"Ana\"", "\"nombre\":\" \"", "Length must be between 1 and 100."), ("\"nombre\"", "\"n\"", "El nombre es obligatorio."),
            ("\"email\"", "\"e\"", "El correo electrónico es obligatorio."), ("ana@sol.es", "ana", "El correo electrónico no es válido."),
            ("ana@sol.es", new string('x', 255), "Longer than maximum length 254."),
            ("¿Funciona con Beds24? @everyone", "  ¿Cuánto?  ", "Length must be between 10 and 2000."), ("\"mensaje\"", "\"m\"", "El mensaje es obligatorio."),
            ("\"extra\":1", "\"website\":\"x\"", "Longer than maximum length 0."), ("\"turnstile_token\"", "\"t\"", "El token de verificación es obligatorio."),
        ];
        foreach (var (change, to, error) in bare)
            (await visitor.PostAsync("/api/contacto", Message.Replace(change, to, StringComparison.Ordinal), SidekickClient.Pair)).ShouldBe(422, $$"""{"ok":false,"errors":["{{error}}"]}""");
        Assert.Empty(outside.Asked); // nobody was asked to judge what is refused anyhow

        foreach (var path in new[] { "/api/contact", "/api/contacto" })
        {
            (await visitor.PostAsync(path, "{}", SidekickClient.Pair)).ShouldBe(400, """{"ok":false,"errors":["Se esperaba un cuerpo JSON."]}""");
            (await visitor.PostAsync(path, "{}")).ShouldBe(403, """{"ok":false,"errors":["Token CSRF ausente."]}""");
            (await visitor.PostAsync(path, "{}", ("Cookie", "csrf_token=T"), ("X-CSRF-Token", "U"))).ShouldBe(403, """{"ok":false,"errors":["Token CSRF inválido."]}""");
        }
        (await visitor.PostAsync("/api/contact", "[1]", SidekickClient.Pair)).ShouldBe(422, """{"ok":false,"errors":["_schema: Invalid input type."]}""");
    }

    [Theory, EachDatabase]
    public async Task Whoever_is_not_shown_to_be_a_person_is_refused(Database database)
    {
        await using var outside = await Upstream.OpenAsync(("/verify", """{"success":false,"error-codes":["timeout-or-duplicate"]}"""));
        await using var shop = await OpenAsync(database, outside, ("Apis:Sidekick:Contact:MailRecipient", "duena@example.com"));
        var visitor = shop.Traveller();
        Func<HttpContext, Asked, Task>?[] answers =
        [
            null, (http, _) => Upstream.GiveAsync(http, Person, 500), (http, _) => Upstream.GiveAsync(http, "[true]"), (http, _) => Upstream.GiveAsync(http, """{"success":"true"}"""),
            (http, _) => Upstream.GiveAsync(http, "yes"), (http, _) => Upstream.KeepSilentAsync(http), (http, _) => Upstream.GiveAsync(http, Person + new string(' ', 100_000)),
        ];
        foreach (var answer in answers)
        {
            if (answer is not null) outside.Answer(answer);
            (await visitor.PostAsync("/api/contact", Request, SidekickClient.Pair)).ShouldBe(403, NoPerson);
            (await visitor.PostAsync("/api/contacto", Message, SidekickClient.Pair)).ShouldBe(422, NoPerson);
        }
        Assert.Equal(0, await shop.LookAsync((_, db) => db.OutboxMessages.CountAsync()));

        // Without a key nothing can be shown; only a setting switches the question off.
        await using var keyless = await SidekickClient.OpenShopAsync(database);
        (await keyless.Traveller().PostAsync("/api/contact", Request, SidekickClient.Pair)).ShouldBe(403, NoPerson);
        await using var open = await SidekickClient.OpenShopAsync(database, ("Apis:Sidekick:Captcha:Enabled", "false"));
        (await open.Traveller().PostAsync("/api/contact", Request, SidekickClient.Pair)).ShouldBe(200, RequestTaken);
    }

    [Theory, EachDatabase]
    public async Task An_address_has_so_many_forms_an_hour(Database database)
    {
        await using var shop = await Shop.OpenAsync(database, ("Apis:Sidekick:Contact:Limit", "2 per hour"), ("Apis:Sidekick:Captcha:Enabled", "false"));
        var visitor = shop.Traveller();
        const string tooMany = """{"ok":false,"errors":["Demasiadas solicitudes. Inténtalo más tarde."]}""";
        (await visitor.PostAsync("/api/contact", "{}")).ShouldBe(403);
        (await visitor.PostAsync("/api/contact", Request, SidekickClient.Pair)).ShouldBe(200, RequestTaken);
        (await visitor.PostAsync("/api/contact", Request)).ShouldBe(429, tooMany);
        for (var n = 0; n < 10; n++) (await visitor.PostAsync("/api/contacto", Message, SidekickClient.Pair)).ShouldBe(200, MessageTaken);
        (await visitor.PostAsync("/api/contacto", Message, SidekickClient.Pair)).ShouldBe(429, tooMany);
        shop.Clock.Advance(TimeSpan.FromHours(1));
        (await visitor.PostAsync("/api/contact", Request, SidekickClient.Pair)).ShouldBe(200, RequestTaken);
    }

    private static Task<Shop> OpenAsync(Database database, Upstream outside, params (string Name, string Value)[] settings) => Shop.OpenAsync(
        database, null, services => services.AddSingleton(new OutgoingTimes { Captcha = TimeSpan.FromMilliseconds(500) }),
        [
            ("RateLimits:Enabled", "false"), ("Integrations:Enabled", "true"), ("Integrations:AllowPrivateNetworks", "true"), ("Logging:LogLevel:Default", "Information"), ("Logging:Console:LogLevel:Default", "Error"),
            ("Apis:Sidekick:Captcha:SecretKey", "turnstile-secret"), ("Apis:Sidekick:Captcha:VerifyUrl", outside.Url + "/verify"), .. settings,
        ]);
}
