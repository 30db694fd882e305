using Bodega.Audit;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>The vault of templates (contract §13).</summary>
public sealed class KeepingTemplates
{
    private const string Templates = "/api/vault/plantillas";
    private const string Unknown = """{"ok":false,"errors":["Plantilla no encontrada."]}""";
    private const string NoRoute = """{"ok":false,"errors":["No encontrado."]}""";

    [Theory, EachDatabase]
    public async Task A_template_is_kept_changed_and_thrown_away(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        var worker = await admin.ColleagueAsync("operativo");

        var created = await worker.PostAsync(Templates, """{"nombre":" Hola ","contenido":" <b>Hola & {NOMBRE}</b> 🐚\n"}""");
        var id = created.Json.GetProperty("plantilla").GetProperty("id").GetString()!;
        var hello = $$$"""{"id":"{{{id}}}","nombre":" Hola ","contenido":" <b>Hola & {NOMBRE}</b> \uD83D\uDC1A\n","idioma":"es","categoria":null,"activa":true}""";
        created.ShouldBe(201, $$"""{"ok":true,"plantilla":{{hello}}}""");
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = (await admin.PostAsync(Templates, """{"nombre":"Bye","contenido":"x","idioma":"en","categoria":"CHECKOUT"}""")).ShouldBe(201).Json.GetProperty("plantilla").GetProperty("id").GetString()!;
        var bye = $$"""{"id":"{{second}}","nombre":"Bye","contenido":"x","idioma":"en","categoria":"CHECKOUT","activa":true}""";
        (await worker.GetAsync(Templates)).ShouldBe(200, $$"""{"ok":true,"plantillas":[{{bye}},{{hello}}]}""");
        (await worker.GetAsync(Templates + "?categoria=CHECKOUT&idioma=en")).ShouldBe(200, $$"""{"ok":true,"plantillas":[{{bye}}]}""");
        (await worker.GetAsync(Templates + "?categoria=&idioma=es")).ShouldBe(200, $$"""{"ok":true,"plantillas":[{{hello}}]}""");
        (await worker.GetAsync(Templates + "?categoria=checkout")).ShouldBe(200, """{"ok":true,"plantillas":[]}""");
        (await worker.GetAsync(Templates + "?idioma=%00")).ShouldBe(200, """{"ok":true,"plantillas":[]}""");

        // A language that is not sent stays, a category goes; and the last changed comes first.
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        var changed = """{"id":"ID","nombre":"Hi","contenido":"y","idioma":"fr","categoria":"GENERAL","activa":true}""".Replace("ID", id, StringComparison.Ordinal);
        (await worker.PutAsync($"{Templates}/{id}", """{"nombre":"Hi","contenido":"y","idioma":"fr","categoria":"GENERAL"}""")).ShouldBe(200, $$"""{"ok":true,"plantilla":{{changed}}}""");
        changed = changed.Replace("\"GENERAL\"", "null", StringComparison.Ordinal);
        (await worker.PutAsync($"{Templates}/{{{id.ToUpperInvariant()}}}", """{"nombre":"Hi","contenido":"y","idioma":null}""")).ShouldBe(200, $$"""{"ok":true,"plantilla":{{changed}}}""");
        (await worker.GetAsync(Templates)).ShouldBe(200, $$"""{"ok":true,"plantillas":[{{changed}},{{bye}}]}""");

        (await worker.DeleteAsync($"{Templates}/{id}")).ShouldBe(200, """{"ok":true}""");
        (await worker.DeleteAsync($"{Templates}/{id}")).ShouldBe(200, """{"ok":true}""");
        (await worker.GetAsync(Templates)).ShouldBe(200, $$"""{"ok":true,"plantillas":[{{bye}}]}""");
        (await worker.PutAsync($"{Templates}/{id}", """{"nombre":"Hi","contenido":"y"}""")).ShouldBe(404, Unknown);
        (await worker.PostAsync($"{Templates}/{id}/mejoras", """{"contenido":"y","idioma":"es"}""")).ShouldBe(404, Unknown);
        (await worker.PutAsync($"{Templates}/7", """{"nombre":"Hi","contenido":"y"}""")).ShouldBe(404, NoRoute);
        (await shop.Traveller().GetAsync(Templates)).ShouldBe(401, """{"ok":false,"errors":["Token de acceso requerido."]}""");

        var trail = await admin.LookAsync((_, db) => db.AuditEntries.Where(entry => entry.EntityType == AuditEntities.MessageTemplate).OrderBy(entry => entry.Id).ToListAsync());
        Assert.Equal([AuditActions.Create, AuditActions.Create, AuditActions.Update, AuditActions.Update, AuditActions.Delete], trail.Select(entry => entry.Action));
        Assert.DoesNotContain(trail, entry => $"{entry.Before}{entry.After}{entry.Details}".Contains("NOMBRE", StringComparison.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task What_is_no_template_is_refused_with_the_vaults_words(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        const string missing = "Missing data for required field.";
        (string? Body, string[] Errors)[] refused =
        [
            ("""{"nombre":"","contenido":"x"}""", ["El nombre debe tener entre 1 y 200 caracteres."]), // example 21
            ($$"""{"nombre":"{{new string('ñ', 201)}}","contenido":"x"}""", ["El nombre debe tener entre 1 y 200 caracteres."]),
            ("""{"nombre":"a","contenido":""}""", ["El contenido no puede estar vacío."]),
            ("""{"nombre":"a","contenido":"x","idioma":"ca"}""", ["Idioma no válido. Opciones: es, en, fr, de, it, pt."]),
            ("""{"nombre":"a","contenido":"x","idioma":null}""", ["Field may not be null."]),
            ("""{"nombre":"a","contenido":"x","categoria":"checkin_tardio"}""", ["Categoría no válida. Opciones: BIENVENIDA, INSTRUCCIONES, RECORDATORIO, CHECKIN_TARDIO, CHECKOUT, INCIDENCIA, GENERAL."]),
            ("""{"nombre":7,"contenido":null}""", ["Not a valid string.", "Field may not be null."]),
            ("""{"nombre":"a","contenido":"x","activa":true}""", ["Unknown field."]),
            ("{}", [missing, missing]), ("no json", [missing, missing]), ("[1]", ["Invalid input type."]), (null, [missing, missing]),
        ];
        foreach (var (body, errors) in refused)
            (await admin.PostAsync(Templates, body)).ShouldBe(422, $$"""{"ok":false,"errors":["{{string.Join("\",\"", errors)}}"]}""");
        var longest = new string('ñ', 200);
        (await admin.PostAsync(Templates, $$"""{"nombre":"{{longest}}","contenido":"x"}""")).ShouldBe(201);
        var id = (await admin.PostAsync(Templates, """{"nombre":"a","contenido":"x"}""")).ShouldBe(201).Json.GetProperty("plantilla").GetProperty("id").GetString();
        // Where a template is changed the body is judged before anybody looks for it; where a model is asked, after.
        var nobody = $"{Templates}/{Guid.Empty}";
        (await admin.PutAsync(nobody, "{}")).ShouldBe(422, $$"""{"ok":false,"errors":["{{missing}}","{{missing}}"]}""");
        (await admin.PutAsync(nobody, """{"nombre":"a","contenido":"x"}""")).ShouldBe(404, Unknown);
        (await admin.DeleteAsync(nobody)).ShouldBe(404, Unknown);
        (await admin.PostAsync(nobody + "/mejoras", """{"contenido":"x","idioma":"es"}""")).ShouldBe(404, Unknown); // example 22
        (await admin.PostAsync(nobody + "/traducciones", "{}")).ShouldBe(404, Unknown);
        (await admin.PostAsync($"{Templates}/{id}/mejoras", """{"contenido":"x","idioma":"es","tono":"seco"}""")).ShouldBe(422, """{"ok":false,"errors":["Tono no válido. Opciones: clasico, cercano, entusiasta, minimalista."]}""");
        (await admin.PostAsync($"{Templates}/{id}/mejoras", "{}")).ShouldBe(422, $$"""{"ok":false,"errors":["{{missing}}","{{missing}}"]}""");
        (await admin.PostAsync($"{Templates}/{id}/traducciones", """{"contenido":"","idioma_destino":"xx"}"""))
            .ShouldBe(422, """{"ok":false,"errors":["El contenido no puede estar vacío.","Idioma no válido. Opciones: es, en, fr, de, it, pt."]}""");
    }

    [Theory, EachDatabase]
    public async Task Another_companys_template_answers_like_none(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var (sol, luna) = (await SidekickClient.FoundAsync(shop, "Sol"), await SidekickClient.FoundAsync(shop, "Luna"));
        var id = (await sol.PostAsync(Templates, """{"nombre":"a","contenido":"x"}""")).ShouldBe(201).Json.GetProperty("plantilla").GetProperty("id").GetString();
        (await luna.GetAsync(Templates)).ShouldBe(200, """{"ok":true,"plantillas":[]}""");
        foreach (var template in new[] { id, Guid.NewGuid().ToString() })
        {
            (await luna.PutAsync($"{Templates}/{template}", """{"nombre":"b","contenido":"y"}""")).ShouldBe(404, Unknown);
            (await luna.DeleteAsync($"{Templates}/{template}")).ShouldBe(404, Unknown);
            (await luna.PostAsync($"{Templates}/{template}/mejoras", """{"contenido":"x","idioma":"es"}""")).ShouldBe(404, Unknown);
            (await luna.PostAsync($"{Templates}/{template}/traducciones", """{"contenido":"x","idioma_destino":"en"}""")).ShouldBe(404, Unknown);
        }
        (await sol.GetAsync(Templates)).ShouldBe(200, $$"""{"ok":true,"plantillas":[{"id":"{{id}}","nombre":"a","contenido":"x","idioma":"es","categoria":null,"activa":true}]}""");
    }
}
