using Bodega.Audit;
using Bodega.Server.Hosting;
using Bodega.Server.Integrations;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>Better and translated texts by language models, played by a server on the loopback (contract §9.6, §13).</summary>
public sealed class AskingModels
{
    private const string Gemini = """{"candidates":[{"content":{"parts":[{"text":"pienso","thought":true},{"text":" Hola,"},{"text":" Ana. \n"}]}}],"usageMetadata":{"totalTokenCount":42}}""";
    private const string Done = """{"ok":true,"contenido":"Hola, Ana."}""";
    private const string Failed = """{"ok":false,"errors":["Error al conectar con el servicio de IA."]}""";
    private const string Late = """{"ok":false,"errors":["El servicio de IA tardó demasiado. Inténtalo de nuevo."]}""";
    private const string DailyLimit = """{"ok":false,"errors":["Has alcanzado el límite diario de IA. Configura tu API key en Perfil > IA."]}""";
    private const string WeeklyLimit = """{"ok":false,"errors":["Has alcanzado el límite semanal de IA. Configura tu API key en Perfil > IA."]}""";
    private const string LentBusy = """{"ok":false,"errors":["El proveedor de IA del sistema ha alcanzado su límite de tráfico. Inténtalo en unos minutos o configura tu propia API key en Perfil > IA."]}""";
    private const string OwnBusy = """{"ok":false,"errors":["Tu proveedor de IA ha rechazado la petición por exceso de tráfico. Inténtalo en unos minutos."]}""";
    private const string LentKey = "Apis:Sidekick:Ai:DefaultApiKey";
    private const string Request = """{"contenido":"Hola {NOMBRE}\nllega a las 9","idioma":"es","tono":"cercano"}""";

    [Theory, EachDatabase]
    public async Task Each_provider_is_asked_in_its_own_shape(Database database)
    {
        await using var model = await Upstream.OpenAsync(
            ("/v1beta/models/gemini-2.5-flash:generateContent", Gemini),
            ("/v1/chat/completions", """{"choices":[{"message":{"role":"assistant","content":"\nHola, Ana.\n"}}],"usage":{"total_tokens":7}}"""),
            ("/v1/messages", """{"content":[{"type":"text","text":"Hola, Ana."}],"usage":{"input_tokens":3,"output_tokens":4}}"""));
        await using var shop = await OpenAsync(database, model);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var path = await TemplateAsync(admin);

        (await admin.PostAsync(path + "/mejoras", Request)).ShouldBe(200, Done);
        (await admin.PostAsync(path + "/traducciones", """{"contenido":"Hola","idioma_destino":"en"}""")).ShouldBe(200, Done);
        (await admin.PutAsync("/api/perfil/integraciones/ia", """{"proveedor":"openai","api_key":"sk-1234567890"}""")).ShouldBe(200, """{"ok":true}""");
        (await admin.PostAsync(path + "/mejoras", Request)).ShouldBe(200, Done);
        (await admin.PutAsync("/api/perfil/integraciones/ia", """{"proveedor":"claude","modelo":"claude-opus-4","api_key":"sk-ant-12345678"}""")).ShouldBe(200, """{"ok":true}""");
        (await admin.PostAsync(path + "/mejoras", Request)).ShouldBe(200, Done);
        // Whose model it is, its name says.
        (await admin.PutAsync("/api/perfil/integraciones/ia", """{"proveedor":"gemini","modelo":"openai/llama","api_key":"k"}""")).ShouldBe(200, """{"ok":true}""");
        (await admin.PostAsync(path + "/mejoras", Request)).ShouldBe(200, Done);

        Assert.Equal(
            ["/v1beta/models/gemini-2.5-flash:generateContent", "/v1beta/models/gemini-2.5-flash:generateContent", "/v1/chat/completions", "/v1/messages", "/v1/chat/completions"],
            model.Asked.Select(asked => asked.Target));
        var (improve, translate, openAi, anthropic, named) = (model.Asked[0], model.Asked[1], model.Asked[2], model.Asked[3], model.Asked[4]);
        Assert.Equal(("lent-key-1234", null, null), (improve.Header("x-goog-api-key"), improve.Header("Authorization"), improve.Header("Cookie")));
        var asked = System.Text.Json.JsonDocument.Parse(improve.Body).RootElement;
        Assert.Equal("Idioma: es\n\nHola {NOMBRE}\nllega a las 9", asked.GetProperty("contents")[0].GetProperty("parts")[0].GetProperty("text").GetString());
        Assert.Contains("de tú", asked.GetProperty("systemInstruction").GetProperty("parts")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("Idioma destino: en\\n\\nHola", translate.Body, StringComparison.Ordinal);
        Assert.Equal(("Bearer sk-1234567890", null), (openAi.Header("Authorization"), openAi.Header("x-goog-api-key")));
        Assert.StartsWith("""{"model":"gpt-4o-mini","messages":[{"role":"system","content":""", openAi.Body, StringComparison.Ordinal);
        Assert.Equal(("sk-ant-12345678", "2023-06-01"), (anthropic.Header("x-api-key"), anthropic.Header("anthropic-version")));
        Assert.StartsWith("""{"model":"claude-opus-4","max_tokens":""", anthropic.Body, StringComparison.Ordinal);
        Assert.StartsWith("""{"model":"llama",""", named.Body, StringComparison.Ordinal);

        (await admin.GetAsync("/api/ai/uso")).ShouldBe(200, """{"ok":true,"uso_hoy":5,"uso_semana":5,"limite_diario":100,"limite_semanal":500}""");
        var uses = await admin.LookAsync((_, db) => db.AiUses.OrderBy(use => use.Id).Select(use => new { use.Action, use.Tokens }).ToListAsync());
        Assert.Equal([("mejorar", 42), ("traducir", 42), ("mejorar", 7), ("mejorar", 7), ("mejorar", 7)], uses.Select(use => (use.Action, use.Tokens)));
        // The stored text stays as it is, and neither it nor the answer is in the log.
        (await admin.GetAsync("/api/vault/plantillas")).ShouldBe(200, $$"""{"ok":true,"plantillas":[{"id":"{{path.Split('/')[^1]}}","nombre":"a","contenido":"x","idioma":"es","categoria":null,"activa":true}]}""");
        Assert.DoesNotMatch("Ana|NOMBRE|sk-|lent-key", string.Join('\n', shop.Services.GetRequiredService<RecentLog>().Of("sidekick")));
    }

    [Theory, EachDatabase]
    public async Task Whatever_goes_wrong_is_told_and_does_not_count(Database database)
    {
        await using var model = await Upstream.OpenAsync((http, _) => Upstream.GiveAsync(http, "{}", 429));
        await using var shop = await OpenAsync(database, model, times: new OutgoingTimes { Ai = TimeSpan.FromMilliseconds(400) });
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var path = await TemplateAsync(admin) + "/mejoras";
        (await admin.PostAsync(path, Request)).ShouldBe(429, LentBusy);
        (Func<HttpContext, Asked, Task> Answer, int Status, string Text)[] wrong =
        [
            ((http, _) => Upstream.GiveAsync(http, "{}", 401), 502, Failed), ((http, _) => Upstream.GiveAsync(http, Gemini, 500), 502, Failed),
            ((http, _) => Upstream.GiveAsync(http, "no json"), 502, Failed), ((http, _) => Upstream.GiveAsync(http, "[]"), 502, Failed), ((http, _) => Upstream.GiveAsync(http, """{"candidates":[]}"""), 502, Failed),
            ((http, _) => Upstream.GiveAsync(http, """{"candidates":[{"content":{"parts":[{"text":"  "}]}}]}"""), 502, Failed),
            ((http, _) => Upstream.GiveAsync(http, """{"candidates":{"content":1}}"""), 502, Failed),
            ((http, _) => Redirect(http, model.Url + "/elsewhere"), 502, Failed), ((http, _) => EndlessAsync(http), 502, Failed), ((http, _) => Upstream.KeepSilentAsync(http), 504, Late),
        ];
        foreach (var (answer, status, text) in wrong)
        {
            model.Answer(answer);
            (await admin.PostAsync(path, Request)).ShouldBe(status, text);
        }
        Assert.DoesNotContain(model.Asked, asked => asked.Path == "/elsewhere");
        Assert.Equal(1 + wrong.Length, model.Asked.Count); // nobody is asked twice
        (await admin.GetAsync("/api/ai/uso")).ShouldBe(200, """{"ok":true,"uso_hoy":0,"uso_semana":0,"limite_diario":100,"limite_semanal":500}""");

        (await admin.PutAsync("/api/perfil/integraciones/ia", """{"proveedor":"gemini","api_key":"own-key-9876"}""")).ShouldBe(200);
        model.Answer((http, _) => Upstream.GiveAsync(http, "{}", 429));
        (await admin.PostAsync(path, Request)).ShouldBe(429, OwnBusy);
        model.Answer((http, _) => Upstream.GiveAsync(http, "{}", 400));
        (await admin.PostAsync(path, Request)).ShouldBe(502, Failed);
        (await admin.GetAsync("/api/ai/uso")).ShouldBe(200, """{"ok":true,"uso_hoy":0,"uso_semana":0,"limite_diario":100,"limite_semanal":500}""");
        // A key that no header holds is not sent.
        (await admin.PutAsync("/api/perfil/integraciones/ia", """{"proveedor":"gemini","api_key":"own\nkey"}""")).ShouldBe(200);
        var before = model.Asked.Count;
        (await admin.PostAsync(path, Request)).ShouldBe(502, Failed);
        Assert.Equal(before, model.Asked.Count);
        var log = string.Join('\n', shop.Services.GetRequiredService<RecentLog>().Of("sidekick"));
        Assert.Contains("Language model answered 400", log, StringComparison.Ordinal);
        Assert.DoesNotMatch("own-key|lent-key|127.0.0.1|NOMBRE", log);
    }

    [Theory, EachDatabase]
    public async Task Nobody_is_asked_without_a_key(Database database)
    {
        await using var model = await Upstream.OpenAsync((http, _) => Upstream.GiveAsync(http, Gemini));
        await using var shop = await OpenAsync(database, model, settings: (LentKey, ""));
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        (await admin.PostAsync(await TemplateAsync(admin) + "/mejoras", Request)).ShouldBe(502, Failed);
        Assert.Empty(model.Asked);
    }

    [Theory, EachDatabase]
    public async Task A_day_and_a_week_have_so_many_uses_of_the_lent_key(Database database)
    {
        await using var model = await Upstream.OpenAsync((http, _) => Upstream.GiveAsync(http, Gemini));
        await using var shop = await OpenAsync(
            database, model, null, ("Apis:Sidekick:Ai:FreeLimitDaily", "2"), ("Apis:Sidekick:Ai:FreeLimitWeekly", "3"), ("Apis:Sidekick:TokenHours", "744"));
        var (sol, luna) = (await SidekickClient.FoundAsync(shop, "Sol"), await SidekickClient.FoundAsync(shop, "Luna"));
        var path = await TemplateAsync(sol) + "/mejoras";
        (await sol.PostAsync(path, Request)).ShouldBe(200, Done);
        (await sol.PostAsync(path, Request)).ShouldBe(200, Done);
        (await sol.PostAsync(path, Request)).ShouldBe(429, DailyLimit);
        (await luna.GetAsync("/api/ai/uso")).ShouldBe(200, """{"ok":true,"uso_hoy":0,"uso_semana":0,"limite_diario":2,"limite_semanal":3}""");
        shop.Clock.Advance(TimeSpan.FromDays(6));
        (await sol.PostAsync(path, Request)).ShouldBe(200, Done);
        (await sol.GetAsync("/api/ai/uso")).ShouldBe(200, """{"ok":true,"uso_hoy":1,"uso_semana":3,"limite_diario":2,"limite_semanal":3}""");
        (await sol.PostAsync(path, Request)).ShouldBe(429, WeeklyLimit);
        // A key of one's own has no limit, and counts all the same.
        (await sol.PutAsync("/api/perfil/integraciones/ia", """{"proveedor":"gemini","api_key":"own-key-9876"}""")).ShouldBe(200);
        (await sol.PostAsync(path, Request)).ShouldBe(200, Done);
        (await sol.GetAsync("/api/ai/uso")).ShouldBe(200, """{"ok":true,"uso_hoy":2,"uso_semana":4,"limite_diario":2,"limite_semanal":3}""");
        (await sol.DeleteAsync("/api/perfil/integraciones/ia")).ShouldBe(200, """{"ok":true}""");
        (await sol.PostAsync(path, Request)).ShouldBe(429, DailyLimit); // asked before the week
        shop.Clock.Advance(TimeSpan.FromDays(1));
        (await sol.GetAsync("/api/ai/uso")).ShouldBe(200, """{"ok":true,"uso_hoy":0,"uso_semana":2,"limite_diario":2,"limite_semanal":3}""");
        (await sol.PostAsync(path, Request)).ShouldBe(200, Done);
        (await sol.PostAsync(path, Request)).ShouldBe(429, WeeklyLimit);
    }

    [Theory, EachDatabase]
    public async Task Many_at_once_share_what_is_left(Database database)
    {
        await using var model = await Upstream.OpenAsync((http, asked) => asked.Body.Contains("mal", StringComparison.Ordinal) ? Upstream.GiveAsync(http, "{}", 500) : Upstream.GiveAsync(http, Gemini));
        await using var shop = await OpenAsync(database, model, null, ("Apis:Sidekick:Ai:FreeLimitDaily", "4"));
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var path = await TemplateAsync(admin) + "/mejoras";
        var replies = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => admin.PostAsync(path, Request)));
        Assert.Equal((4, 20), (replies.Count(reply => reply.Status == 200), replies.Count(reply => reply.Status == 429 && reply.Text == DailyLimit)));
        Assert.Equal(4, model.Asked.Count);

        // Bookings of failing calls come back, every one.
        var luna = await SidekickClient.FoundAsync(shop, "Luna");
        path = await TemplateAsync(luna) + "/mejoras";
        replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => luna.PostAsync(path, """{"contenido":"mal","idioma":"es"}""")));
        Assert.All(replies, reply => Assert.Contains(reply.Status, new[] { 502, 429 }));
        (await luna.GetAsync("/api/ai/uso")).ShouldBe(200, """{"ok":true,"uso_hoy":0,"uso_semana":0,"limite_diario":4,"limite_semanal":500}""");
    }

    [Theory, EachDatabase]
    public async Task A_key_is_kept_sealed_and_shown_by_its_ends(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database, ("Logging:LogLevel:Default", "Information"), ("Logging:Console:LogLevel:Default", "Warning"));
        var (admin, other) = (await SidekickClient.FoundAsync(shop, "Sol"), await SidekickClient.FoundAsync(shop, "Luna"));
        var worker = await admin.ColleagueAsync("operativo");
        const string none = """{"ok":true,"data":{"configurado":false,"proveedor":null,"modelo":null,"api_key_masked":null}}""";
        (await admin.GetAsync("/api/ai/config")).ShouldBe(200, none);
        // Example 20.
        (await admin.PutAsync("/api/perfil/integraciones/ia", """{"proveedor":"openai","modelo":"gpt-4o","api_key":"sk-1234567890"}""")).ShouldBe(200, """{"ok":true}""");
        (await admin.GetAsync("/api/ai/config")).ShouldBe(200, """{"ok":true,"data":{"configurado":true,"proveedor":"openai","modelo":"gpt-4o","api_key_masked":"sk-1*****7890"}}""");
        (await other.GetAsync("/api/ai/config")).ShouldBe(200, none);
        (await admin.PutAsync("/api/perfil/integraciones/ia", """{"proveedor":"gemini","api_key":"12345678"}""")).ShouldBe(200);
        (await admin.GetAsync("/api/ai/config")).ShouldBe(200, """{"ok":true,"data":{"configurado":true,"proveedor":"gemini","modelo":null,"api_key_masked":"****"}}""");
        var kept = await admin.LookAsync((_, db) => db.AiConnections.Select(connection => connection.SealedKey).SingleAsync());
        Assert.DoesNotContain("12345678", System.Text.Encoding.Latin1.GetString(kept!), StringComparison.Ordinal); // it was saved
        (await admin.PutAsync("/api/perfil/integraciones/ia", """{"proveedor":"default","modelo":null,"api_key":""}""")).ShouldBe(200);
        (await admin.GetAsync("/api/ai/config")).ShouldBe(200, """{"ok":true,"data":{"configurado":true,"proveedor":"default","modelo":null,"api_key_masked":null}}""");
        (await admin.PutAsync("/api/perfil/integraciones/ia", """{"proveedor":"mistral","modelo":"MMM","otro":1}""".Replace("MMM", new string('m', 101), StringComparison.Ordinal)))
            .ShouldBe(422, """{"ok":false,"errors":["proveedor: Must be one of: default, gemini, openai, claude.","modelo: Longer than maximum length 100.","otro: Unknown field."]}""");
        (await admin.PutAsync("/api/perfil/integraciones/ia", "{}")).ShouldBe(400, """{"ok":false,"errors":["Se esperaba un cuerpo JSON."]}""");
        foreach (var refused in new[] { await worker.GetAsync("/api/ai/config"), await worker.PutAsync("/api/perfil/integraciones/ia", "{}"), await worker.DeleteAsync("/api/perfil/integraciones/ia") })
            refused.ShouldBe(403, """{"ok":false,"errors":["Acceso denegado."]}""");
        (await admin.DeleteAsync("/api/perfil/integraciones/ia")).ShouldBe(200, """{"ok":true}""");
        (await admin.DeleteAsync("/api/perfil/integraciones/ia")).ShouldBe(200, """{"ok":true}""");
        (await admin.GetAsync("/api/ai/config")).ShouldBe(200, none);

        var trail = await admin.LookAsync((_, db) => db.AuditEntries.Where(entry => entry.EntityType == AuditEntities.AiConnection).OrderBy(entry => entry.Id).ToListAsync());
        Assert.Equal([AuditActions.Create, AuditActions.Update, AuditActions.Update, AuditActions.Delete], trail.Select(entry => entry.Action));
        Assert.DoesNotContain(trail, entry => $"{entry.Before}{entry.After}{entry.Details}".Contains("1234", StringComparison.Ordinal));
        var log = string.Join('\n', shop.Services.GetRequiredService<RecentLog>().Of("sidekick"));
        Assert.Contains("PUT /api/perfil/integraciones/ia 200", log, StringComparison.Ordinal);
        Assert.DoesNotMatch("sk-1|7890", log);
    }

    [Theory, EachDatabase]
    public async Task Of_many_that_choose_a_model_at_once_each_leaves_its_row_in_the_trail(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => admin.PutAsync("/api/perfil/integraciones/ia", $$"""{"proveedor":"openai","modelo":"m{{n}}"}""")));
        Assert.All(replies, reply => reply.ShouldBe(200, """{"ok":true}"""));
        Assert.Equal((1, 12), await admin.LookAsync(async (_, db) => (await db.AiConnections.CountAsync(), await db.AuditEntries.CountAsync(entry => entry.EntityType == AuditEntities.AiConnection))));
    }

    private static Task<Shop> OpenAsync(Database database, Upstream model, OutgoingTimes? times = null, params (string Name, string Value)[] settings) => Shop.OpenAsync(
        database, null, services => services.AddSingleton(times ?? new OutgoingTimes()),
        [
            ("RateLimits:Enabled", "false"), ("Integrations:Enabled", "true"), ("Integrations:AllowPrivateNetworks", "true"), ("Integrations:Ai:BaseUrl", model.Url),
            ("Logging:LogLevel:Default", "Information"), ("Logging:Console:LogLevel:Default", "Warning"),
            .. settings.Any(setting => setting.Name == LentKey) ? [] : new[] { (LentKey, "lent-key-1234") }, .. settings,
        ]);

    private static async Task<string> TemplateAsync(SidekickClient user) =>
        $"/api/vault/plantillas/{(await user.PostAsync("/api/vault/plantillas", """{"nombre":"a","contenido":"x"}""")).ShouldBe(201).Json.GetProperty("plantilla").GetProperty("id").GetString()}";

    private static Task Redirect(HttpContext http, string to)
    {
        http.Response.Redirect(to);
        return Task.CompletedTask;
    }

    private static async Task EndlessAsync(HttpContext http)
    {
        var more = new byte[64 * 1024];
        while (!http.RequestAborted.IsCancellationRequested) await http.Response.Body.WriteAsync(more, CancellationToken.None);
    }
}
