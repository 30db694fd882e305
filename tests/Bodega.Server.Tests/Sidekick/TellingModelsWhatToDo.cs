using System.Text;
using Bodega.Audit;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>System prompts: by address, or by the token of whoever runs the installation (contract §13.1, W12).</summary>
public sealed class TellingModelsWhatToDo
{
    private const string Improve = "/api/admin/system-prompts/vault_mejorar";
    private const string Denied = """{"ok":false,"errors":["Acceso denegado."]}""";
    private const string None = """{"ok":false,"errors":["System prompt no encontrado."]}""";
    private const string Text = """{"contenido":"Mejora \"esto\" & ya","otro":1}""";

    [Theory, EachDatabase]
    public async Task A_text_is_set_from_the_machine_itself_and_holds_at_once(Database database)
    {
        await using var model = await Upstream.OpenAsync((http, _) => Upstream.GiveAsync(http, """{"candidates":[{"content":{"parts":[{"text":"y"}]}}]}"""));
        await using var shop = await SidekickClient.OpenShopAsync(
            database, ("Integrations:Enabled", "true"), ("Integrations:AllowPrivateNetworks", "true"), ("Integrations:Ai:BaseUrl", model.Url), ("Apis:Sidekick:Ai:DefaultApiKey", "k"));
        var local = shop.Traveller();
        (await local.GetAsync(Improve)).ShouldBe(404, None); // built-in texts are not shown
        (await local.PutAsync(Improve, Text)).ShouldBe(200, """{"ok":true}""");
        (await local.GetAsync(Improve)).ShouldBe(200, """{"ok":true,"nombre":"vault_mejorar","contenido":"Mejora \"esto\" & ya"}""");
        (await local.PutAsync(Improve, """{"contenido":"Mejora."}""")).ShouldBe(200, """{"ok":true}""");
        foreach (var body in new[] { null, "{}", "[]", "no json", """{"contenido":""}""", """{"contenido":7}""" })
            (await local.PutAsync(Improve, body)).ShouldBe(422, """{"ok":false,"errors":["El campo contenido es obligatorio."]}""");
        (await local.PutAsync($"/api/admin/system-prompts/{new string('x', 101)}", Text)).ShouldBe(422, """{"ok":false,"errors":["El nombre debe tener entre 1 y 100 caracteres."]}""");

        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var id = (await admin.PostAsync("/api/vault/plantillas", """{"nombre":"a","contenido":"x"}""")).ShouldBe(201).Json.GetProperty("plantilla").GetProperty("id").GetString();
        (await admin.PostAsync($"/api/vault/plantillas/{id}/mejoras", """{"contenido":"x","idioma":"es"}""")).ShouldBe(200, """{"ok":true,"contenido":"y"}""");
        Assert.Contains("""{"systemInstruction":{"parts":[{"text":"Mejora."}]}""", Assert.Single(model.Asked).Body, StringComparison.Ordinal);

        var trail = await shop.LookAsync((_, db) => db.AuditEntries.Where(entry => entry.EntityType == AuditEntities.SystemPrompt).OrderBy(entry => entry.Id).ToListAsync());
        Assert.Equal([(AuditActions.Create, null), (AuditActions.Update, (string?)null)], trail.Select(entry => (entry.Action, entry.UserName)));
        Assert.Equal("127.0.0.1", trail[0].Address);
    }

    [Theory, EachDatabase]
    public async Task Only_the_near_and_whoever_runs_the_installation_are_let_in(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var near = shop.Traveller();
        foreach (var (name, value) in new[] { ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-For", "198.51.100.7"), ("X-Real-IP", "127.0.0.1"), ("Forwarded", "for=127.0.0.1"), ("Via", "1.1 proxy"), ("X-Forwarded-Proto", "https"), ("Origin", "http://evil.example"), ("Sec-Fetch-Site", "same-origin"), ("Host", "evil.example") })
        {
            (await near.GetAsync(Improve, (name, value))).ShouldBe(403, Denied);
            (await near.PutAsync(Improve, Text, (name, value))).ShouldBe(403, Denied);
        }
        (await near.PutAsync(Improve, Text, ("Cookie", "csrf_token=T"))).ShouldBe(403, """{"ok":false,"errors":["Token CSRF ausente."]}""");
        (await near.PutAsync(Improve, Text, SidekickClient.Pair)).ShouldBe(200, """{"ok":true}""");

        await using var closed = await SidekickClient.OpenShopAsync(database, ("Apis:Sidekick:Ai:PromptAdminIps", "203.0.113.0/24"));
        (await closed.Traveller().GetAsync(Improve)).ShouldBe(403, Denied);
        (await closed.Traveller().PutAsync(Improve, Text)).ShouldBe(403, Denied);
        var (root, admin) = (await SidekickClient.RootAsync(closed), await SidekickClient.FoundAsync(closed, "Sol"));
        (await admin.GetAsync(Improve)).ShouldBe(403, Denied);
        (await admin.PutAsync(Improve, Text)).ShouldBe(403, Denied);
        (await root.PutAsync(Improve, Text)).ShouldBe(200, """{"ok":true}""");
        (await root.SendAsync(HttpMethod.Put, Improve, new StringContent(Text, Encoding.UTF8, "application/json"), ("X-Forwarded-For", "198.51.100.7"))).ShouldBe(200, """{"ok":true}""");
        (await root.GetAsync(Improve)).ShouldBe(200, """{"ok":true,"nombre":"vault_mejorar","contenido":"Mejora \"esto\" & ya"}""");
        var trail = await root.LookAsync((_, db) => db.AuditEntries.Where(entry => entry.EntityType == AuditEntities.SystemPrompt).Select(entry => entry.UserName).ToListAsync());
        Assert.Equal(["root", "root"], trail);
    }

    [Theory, EachDatabase]
    public async Task Of_many_that_write_a_new_text_at_once_each_succeeds_and_one_is_first(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => shop.Traveller().PutAsync(Improve, $$"""{"contenido":"{{n}}"}""")));
        Assert.All(replies, reply => reply.ShouldBe(200, """{"ok":true}"""));
        var (texts, actions) = await shop.LookAsync(async (_, db) =>
            (await db.SystemPrompts.CountAsync(), await db.AuditEntries.Where(entry => entry.EntityType == AuditEntities.SystemPrompt).Select(entry => entry.Action).ToListAsync()));
        Assert.Equal((1, 1, 11), (texts, actions.Count(action => action == AuditActions.Create), actions.Count(action => action == AuditActions.Update)));
    }
}
