using Bodega.Accounts;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.StockManager;

/// <summary>Contract §4.13, §7.7, §7.8.</summary>
public sealed class KeepingSettings
{
    [Theory, EachDatabase]
    public async Task Groups_have_defaults_and_dotted_keys_reach_inside(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await shop.AddUserAsync("ana", MembershipRole.Staff);
        await shop.AddUserAsync("max", MembershipRole.Admin);
        var (ana, max) = (await shop.SignInAsync("ana", Seeds.Password), await shop.SignInAsync("max", Seeds.Password));
        var all = (await ana.GetAsync("/api/settings/actual")).ShouldBe(200).Json;
        Assert.Equal(["roles", "backup", "features"], all.EnumerateObject().Select(group => group.Name));
        const string backup = """{"backup":{"auto_enabled":false,"frequency_days":7,"retention_days":5,"destination_path":"sync_folder","max_backups_archives":5}}""";
        (await ana.GetAsync("/api/settings/actual/backup")).ShouldBe(200, backup);
        (await ana.GetAsync("/api/settings/actual/backup.frequency_days")).ShouldBe(200, """{"backup.frequency_days":7}""");
        (await ana.GetAsync("/api/settings/actual/roles.vendedor.sales_create")).ShouldBe(200, """{"roles.vendedor.sales_create":true}""");
        (await ana.GetAsync("/api/settings/actual/nada")).ShouldBe(404, """{"success":false,"error":"Configuración 'nada' no encontrada"}""");

        (await ana.PutAsync("/api/settings/actual/backup.frequency_days", """{"value":3}""")).ShouldBe(403, """{"error":"Permiso denegado"}""");
        (await max.PutAsync("/api/settings/actual/backup.frequency_days", """{"value":3}""")).ShouldBe(
            200, """{"success":true,"message":"Configuración 'backup.frequency_days' actualizada correctamente","data":{"backup.frequency_days":3}}""");
        (await ana.GetAsync("/api/settings/actual/backup")).ShouldBe(200, backup.Replace("\"frequency_days\":7", "\"frequency_days\":3", StringComparison.Ordinal));
        (await max.PutAsync("/api/settings/actual/mio", """{"value":{"á":[1,"x"]}}""")).ShouldBe(
            200, """{"success":true,"message":"Configuración 'mio' actualizada correctamente","data":{"mio":{"á":[1,"x"]}}}""");
        (await ana.GetAsync("/api/settings/actual/mio.á")).ShouldBe(200, """{"mio.á":[1,"x"]}""");
        await root.PutAsync("/api/settings/actual/ui", """{"value":{"dark":true}}""");
        Assert.False((await ana.GetAsync("/api/settings/actual")).Json.TryGetProperty("ui", out _));
        Assert.Equal(3, await shop.LookAsync((_, db) => db.AuditEntries.CountAsync(entry => entry.EntityType == "setting")));

        // Only root says what roles may; it counts at once, and never against root.
        (await max.PutAsync("/api/settings/actual/roles.vendedor.settings_manage", """{"value":true}""")).ShouldBe(403, """{"error":"Permiso denegado"}""");
        (await root.PutAsync("/api/settings/actual/roles", """{"value":{"vendedor":{"settings_manage":true},"root":{"settings_manage":false}}}""")).ShouldBe(200);
        (await ana.PutAsync("/api/settings/actual/features.x", """{"value":1}""")).ShouldBe(200);
        (await root.PutAsync("/api/settings/actual/features.x", """{"value":2}""")).ShouldBe(200);
    }

    [Theory, EachDatabase]
    public async Task What_makes_no_sense_is_refused(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        foreach (var body in new[] { "{}", """{"value":null}""", """{"other":1}""" })
            (await root.PutAsync("/api/settings/actual/x", body)).ShouldBe(400, """{"success":false,"error":"El valor es requerido"}""");
        (await root.PutAsync("/api/settings/actual/x", "nope")).ShouldBe(400, """{"error":"Cuerpo JSON inválido"}""");
        foreach (var (key, value) in new[]
        {
            ("roles", "[]"), ("roles", """{"admin":true}"""), ("roles.admin.sales_edit", "\"yes\""), ("backup", "7"), ("backup.frequency_days", "0"), ("backup.frequency_days", "1e400"),
            ("backup.max_backups_archives", "99999999999999999999"), ("backup.destination_path", "\"../etc\""), ("backup.destination_path", "\"/etc\""),
            ("backup.destination_path", "\"a/../../b\""), ("backup.destination_path", "\"C:\\\\x\""), ("features", "true"), ("x", "\"a\\u0000\""), ("x", "\"\\ud800\""),
            ("x", "\"" + new string('x', 70_000) + "\""),
        })
            (await root.PutAsync($"/api/settings/actual/{key}", $$"""{"value":{{value}}}""")).ShouldBe(400, $$"""{"success":false,"error":"Valor inválido para '{{key}}'"}""");
        foreach (var key in new[] { "a..b", ".a", "á", new string('x', 101) })
            (await root.PutAsync($"/api/settings/actual/{key}", """{"value":1}""")).ShouldBe(400);
    }

    [Theory, EachDatabase]
    public async Task Two_changes_of_one_group_at_once_both_stay(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => root.PutAsync($"/api/settings/actual/race.k{i}", $$"""{"value":{{i}}}""")));
        var race = (await root.GetAsync("/api/settings/actual/race")).ShouldBe(200).Json.GetProperty("race");
        Assert.Equal(12, race.EnumerateObject().Count());
    }

    [Theory, EachDatabase]
    public async Task Hints_and_changelog_are_public(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var anyone = shop.Anyone();
        Assert.StartsWith("{\"changelog\":\"# Changelog", (await anyone.GetAsync("/api/changelog")).ShouldBe(200).Text, StringComparison.Ordinal);
        var first = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => anyone.GetAsync("/api/ui/is-new")));
        Assert.Single(first, reply => reply.Text == """{"is_new":true}""");
        (await anyone.GetAsync("/api/ui/is-new")).ShouldBe(200, """{"is_new":false}""");
        (await anyone.GetAsync("/api/ui/seen-highlights")).ShouldBe(200, """{"seen":[]}""");
        (await anyone.PostAsync("/api/ui/seen-highlights", """{"feature_id":"a"}""")).ShouldBe(200, """{"seen":["a"]}""");
        (await anyone.PostAsync("/api/ui/seen-highlights", """{"feature_id":"b"}""")).ShouldBe(200, """{"seen":["a","b"]}""");
        (await anyone.PostAsync("/api/ui/seen-highlights", """{"feature_id":"a"}""")).ShouldBe(200, """{"seen":["a","b"]}""");
        (await anyone.GetAsync("/api/ui/seen-highlights")).ShouldBe(200, """{"seen":["a","b"]}""");
        foreach (var body in new[] { "{}", """{"feature_id":""}""", """{"feature_id":7}""", """{"feature_id":"\u0000"}""" })
            (await anyone.PostAsync("/api/ui/seen-highlights", body)).ShouldBe(400, """{"error":"feature_id requerido"}""");
    }

    [Theory, EachDatabase]
    public async Task The_debug_panel_logs_shows_and_never_runs(Database database)
    {
        await using var shop = await Shop.OpenAsync(database, ("Logging:LogLevel:Default", "Information"));
        var root = await shop.SignInAsync();
        (await root.PostAsync("/api/debug/log", """{"level":"ERROR","message":"boton\nroto","context":{"page":"/sales"},"timestamp":"t"}""")).ShouldBe(200, """{"status":"logged"}""");
        var logs = (await root.GetAsync("/api/debug/logs")).ShouldBe(200).Json.GetProperty("logs").EnumerateArray().Select(line => line.GetString()!).ToList();
        Assert.Contains(logs, line => line.EndsWith("ERROR StockManager.Page: boton roto t {\"page\":\"/sales\"}", StringComparison.Ordinal));
        for (var i = 0; i < 120; i++) await root.PostAsync("/api/debug/log", """{"message":"x"}""");
        Assert.Equal(100, (await root.GetAsync("/api/debug/logs")).Json.GetProperty("logs").GetArrayLength());
        (await root.PostAsync("/api/debug/command", "{}")).ShouldBe(400, """{"error":"No code provided"}""");
        (await root.PostAsync("/api/debug/command", """{"code":"1+1"}""")).ShouldBe(400, """{"error":"Comando no permitido"}""");
        Assert.Equal(2, await shop.LookAsync((_, db) => db.AuditEntries.CountAsync(entry => entry.Action == "command" && !entry.Succeeded)));
    }
}
