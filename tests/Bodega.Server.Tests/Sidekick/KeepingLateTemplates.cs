using Bodega.Server.Tests.Harness;
using Bodega.Tests;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>Templates for late arrivals (contract §11.3, W7).</summary>
public sealed class KeepingLateTemplates
{
    private const string Templates = "/api/notificaciones/checkin-tardio/plantillas";
    private const string Unknown = """{"ok":false,"errors":["Plantilla no encontrada."]}""";

    [Theory, EachDatabase]
    public async Task They_are_the_vaults_of_that_word_and_go_for_good(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        (await admin.GetAsync(Templates)).ShouldBe(200, """{"ok":true,"plantillas":[]}""");
        var made = (await admin.PostAsync(Templates, """{"nombre":" Tarde ","contenido":" Hola {NOMBRE} <b>\n","otro":1}""")).ShouldBe(201);
        var id = made.Json.GetProperty("plantilla").GetProperty("id").GetString();
        Assert.Equal($$$"""{"ok":true,"plantilla":{"id":"{{{id}}}","nombre":"Tarde","contenido":"Hola {NOMBRE} <b>"}}""", made.Text);
        (await admin.PutAsync($"{Templates}/{id}", """{"nombre":"Muy tarde","contenido":"Buenas"}""")).ShouldBe(200, $$$"""{"ok":true,"plantilla":{"id":"{{{id}}}","nombre":"Muy tarde","contenido":"Buenas"}}""");
        (await admin.GetAsync("/api/vault/plantillas?categoria=checkin_tardio"))
            .ShouldBe(200, $$$"""{"ok":true,"plantillas":[{"id":"{{{id}}}","nombre":"Muy tarde","contenido":"Buenas","idioma":"es","categoria":"checkin_tardio","activa":true}]}""");

        // The vault's own word is another one.
        var other = (await admin.PostAsync("/api/vault/plantillas", """{"nombre":"Otra","contenido":"x","categoria":"CHECKIN_TARDIO"}""")).ShouldBe(201).Json.GetProperty("plantilla").GetProperty("id").GetString();
        (await admin.GetAsync(Templates)).ShouldBe(200, $$$"""{"ok":true,"plantillas":[{"id":"{{{id}}}","nombre":"Muy tarde","contenido":"Buenas"}]}""");
        (await admin.PutAsync($"{Templates}/{other}", """{"nombre":"a","contenido":"b"}""")).ShouldBe(404, Unknown);
        (await admin.DeleteAsync($"{Templates}/{other}")).ShouldBe(404, Unknown);
        (await admin.DeleteAsync($"{Templates}/x")).ShouldBe(404, """{"ok":false,"errors":["No encontrado."]}""");

        (await admin.DeleteAsync($"{Templates}/{id}")).ShouldBe(200, """{"ok":true}""");
        (await admin.DeleteAsync($"{Templates}/{id}")).ShouldBe(404, Unknown);
        (await admin.PutAsync($"{Templates}/{id}", """{"nombre":"a","contenido":"b"}""")).ShouldBe(404, Unknown);

        // One thrown away in the vault is gone here too.
        var gone = (await admin.PostAsync(Templates, """{"nombre":"a","contenido":"b"}""")).ShouldBe(201).Json.GetProperty("plantilla").GetProperty("id").GetString();
        (await admin.DeleteAsync($"/api/vault/plantillas/{gone}")).ShouldBe(200);
        (await admin.DeleteAsync($"{Templates}/{gone}")).ShouldBe(404, Unknown);
    }

    [Theory, EachDatabase]
    public async Task Wrong_input_gets_one_text(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        const string noName = "El nombre es obligatorio.", badName = "El nombre debe tener entre 1 y 200 caracteres.", noContent = "El contenido es obligatorio.";
        foreach (var (body, text) in new[]
        {
            ("{}", noName), ("[1]", noName), ("{", noName), ("""{"nombre":" ","contenido":"x"}""", noName), ("""{"nombre":null,"contenido":"x"}""", noName), ("""{"nombre":5,"contenido":"x"}""", badName),
            ($$"""{"nombre":"{{new string('a', 201)}}","contenido":"x"}""", badName), ("""{"nombre":"a"}""", noContent), ("""{"nombre":"a","contenido":" "}""", noContent), ("""{"nombre":"a","contenido":7}""", noContent),
        })
        {
            (await admin.PostAsync(Templates, body)).ShouldBe(400, $$"""{"ok":false,"errors":["{{text}}"]}""");
            (await admin.PutAsync($"{Templates}/00000000-0000-4000-8000-000000000000", body)).ShouldBe(400, $$"""{"ok":false,"errors":["{{text}}"]}"""); // before the look-up
        }
        (await admin.GetAsync(Templates)).ShouldBe(200, """{"ok":true,"plantillas":[]}""");
    }
}
