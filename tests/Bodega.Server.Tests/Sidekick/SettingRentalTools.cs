using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Server.Tests.Sidekick;

/// <summary>What companies set about the rental tools (contract §7.8, §7.9, §10.4, §10.5, §12.1).</summary>
public sealed class SettingRentalTools
{
    private const string ApartmentColumns = "/api/perfil/xlsx-apartamentos";
    private const string LateArrivals = "/api/perfil/notificaciones-tardio-config";
    private const string Levels = "/api/heatmap/umbrales";
    private const string DateColumns = "/api/heatmap/config-xlsx";
    private const string Preferences = "/api/contactos/preferencias";

    [Theory, EachDatabase]
    public async Task Defaults_hold_until_an_administrator_sets_something_else(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var (admin, other) = (await SidekickClient.FoundAsync(shop, "Sol"), await SidekickClient.FoundAsync(shop, "Luna"));
        var user = await admin.ColleagueAsync("operativo");
        foreach (var (path, unset, sent, answer, set) in new[]
        {
            (ApartmentColumns, """{"ok":true,"config":null}""", """{"col_id_externo":2,"col_nombre":"3","col_direccion":4.0}""", """{"ok":true}""", """{"ok":true,"config":{"col_id_externo":2,"col_nombre":3,"col_direccion":4,"col_ciudad":0}}"""),
            (LateArrivals, """{"ok":true,"config":{"hora_corte":"20:00","col_nombre":"","col_checkin":"","col_hora_llegada":"","col_telefono":"","col_apartamento":""}}""",
                """{"hora_corte":"21:30","col_nombre":"aB","col_telefono":""}""", """{"ok":true}""", """{"ok":true,"config":{"hora_corte":"21:30","col_nombre":"aB","col_checkin":"","col_hora_llegada":"","col_telefono":"","col_apartamento":""}}"""),
            (Levels, """{"ok":true,"umbrales":{"nivel1":10,"nivel2":20,"nivel3":30}}""", """{"nivel1":1,"nivel2":2,"nivel3":9999}""", """{"ok":true,"umbrales":{"nivel1":1,"nivel2":2,"nivel3":9999}}""", null),
            (DateColumns, """{"ok":true,"config":{"col_fecha_checkin":null,"col_fecha_checkout":null}}""", """{"col_fecha_checkin":" b ","col_fecha_checkout":""}""", """{"ok":true,"config":{"col_fecha_checkin":" b ","col_fecha_checkout":""}}""", null),
        })
        {
            (await user.GetAsync(path)).ShouldBe(200, unset);
            (await user.PutAsync(path, sent)).ShouldBe(403, """{"ok":false,"errors":["Acceso denegado."]}""");
            (await user.GetAsync(path)).ShouldBe(200, unset);
            (await admin.PutAsync(path, sent)).ShouldBe(200, answer);
            (await user.GetAsync(path)).ShouldBe(200, set ?? answer);
            (await other.GetAsync(path)).ShouldBe(200, unset);
        }
        // A put replaces the whole set, and the two groups of the heat map do not disturb each other.
        (await admin.PutAsync(LateArrivals, """{"hora_corte":"00:00"}""")).ShouldBe(200);
        (await admin.GetAsync(LateArrivals)).ShouldBe(200, """{"ok":true,"config":{"hora_corte":"00:00","col_nombre":"","col_checkin":"","col_hora_llegada":"","col_telefono":"","col_apartamento":""}}""");
        (await admin.PutAsync(DateColumns, """{"col_fecha_checkin":"AA"}""")).ShouldBe(200, """{"ok":true,"config":{"col_fecha_checkin":"AA","col_fecha_checkout":null}}""");
        (await admin.GetAsync(Levels)).ShouldBe(200, """{"ok":true,"umbrales":{"nivel1":1,"nivel2":2,"nivel3":9999}}""");
        Assert.Equal(6, await admin.LookAsync((_, db) => db.AuditEntries.CountAsync(entry => entry.EntityType == "setting")));
    }

    [Theory, EachDatabase]
    public async Task Anybody_may_set_how_contacts_are_named(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var user = await (await SidekickClient.FoundAsync(shop, "Sol")).ColleagueAsync("operativo");
        (await user.GetAsync(Preferences)).ShouldBe(200,
            """{"ok":true,"preferencias":{"plantilla":"{FECHA} - {APT} - {NOMBRE}","separador_apt":", ","formato_fecha_salida":"YYMMDD","xlsx_reservas":{"col_checkin":0,"col_nombre":0,"col_tipologia":0,"col_telefono":0}}}""");
        (await user.PutAsync(Preferences, """{"separador_apt":" + ","xlsx_reservas":{"col_checkin":"3","col_nombre":1.0}}""")).ShouldBe(200,
            """{"ok":true,"preferencias":{"plantilla":"{FECHA} - {APT} - {NOMBRE}","separador_apt":" + ","formato_fecha_salida":"YYMMDD","xlsx_reservas":{"col_checkin":3,"col_nombre":1,"col_tipologia":0,"col_telefono":0}}}""");
        (await user.PutAsync(Preferences, """{"plantilla":"","formato_fecha_salida":"DD-MM-YYYY","xlsx_reservas":{"col_telefono":4}}""")).ShouldBe(200,
            """{"ok":true,"preferencias":{"plantilla":"","separador_apt":" + ","formato_fecha_salida":"DD-MM-YYYY","xlsx_reservas":{"col_checkin":0,"col_nombre":0,"col_tipologia":0,"col_telefono":4}}}""");
        foreach (var (body, errors) in new[]
        {
            ("""{"formato_fecha_salida":"YY"}""", "\"formato_fecha_salida: Must be one of: YYMMDD, YYYYMMDD, DD/MM/YYYY, DD/MM/YY, MM/DD/YYYY, DD-MM-YYYY.\""),
            ("""{"xlsx_reservas":{"col_checkin":"a"}}""", "\"xlsx_reservas: Not a valid integer.\""),
            ("""{"xlsx_reservas":{"col_checkin":99999999999}}""", "\"xlsx_reservas: Not a valid integer.\""),
            ("""{"xlsx_reservas":[1]}""", "\"xlsx_reservas: Not a valid mapping type.\""),
            ("""{"plantilla":null,"separador_apt":1}""", "\"plantilla: Field may not be null.\",\"separador_apt: Not a valid string.\""),
            ("""{"x":1}""", "\"x: Unknown field.\""),
        })
            (await user.PutAsync(Preferences, body)).ShouldBe(422, $$"""{"ok":false,"errors":[{{errors}}]}""");
        (await user.PutAsync(Preferences, "{}")).ShouldBe(400, """{"ok":false,"errors":["Se esperaba un cuerpo JSON."]}""");
        Assert.Equal(2, await user.LookAsync((_, db) => db.AuditEntries.CountAsync(entry => entry.EntityType == "setting")));
    }

    [Theory, EachDatabase]
    public async Task What_makes_no_sense_gets_the_contracts_words(Database database)
    {
        await using var shop = await SidekickClient.OpenShopAsync(database);
        var admin = await SidekickClient.FoundAsync(shop, "Sol");
        foreach (var (path, body, errors) in new[]
        {
            (ApartmentColumns, """{"col_id_externo":-1,"col_nombre":201}""", "\"col_id_externo: Must be greater than or equal to 0 and less than or equal to 200.\",\"col_nombre: Must be greater than or equal to 0 and less than or equal to 200.\""),
            (ApartmentColumns, """{"col_nombre":1.5,"col_ciudad":null}""", "\"col_id_externo: Missing data for required field.\",\"col_nombre: Not a valid integer.\",\"col_ciudad: Field may not be null.\""),
            (LateArrivals, """{"hora_corte":"24:00","col_nombre":"ABC","col_checkin":"1"}""",
                "\"hora_corte: String does not match expected pattern.\",\"col_nombre: String does not match expected pattern.\",\"col_checkin: String does not match expected pattern.\""),
            (LateArrivals, """{"hora_corte":"9:30"}""", "\"hora_corte: String does not match expected pattern.\""),
            (LateArrivals, """{"hora_corte":"20:00\n"}""", "\"hora_corte: String does not match expected pattern.\""),
            (LateArrivals, """{"col_nombre":"A"}""", "\"hora_corte: Missing data for required field.\""),
            (Levels, """{"nivel1":5,"nivel2":5,"nivel3":9}""", "\"_schema: Los umbrales deben cumplir nivel1 < nivel2 < nivel3.\""),
            (Levels, """{"nivel1":"5","nivel2":5.0,"nivel3":true}""", "\"nivel1: Not a valid integer.\",\"nivel2: Not a valid integer.\",\"nivel3: Not a valid integer.\""),
            (Levels, """{"nivel1":0,"nivel2":5,"nivel3":10000}""", "\"nivel1: Must be greater than or equal to 1 and less than or equal to 9999.\",\"nivel3: Must be greater than or equal to 1 and less than or equal to 9999.\""),
            (DateColumns, """{"col_fecha_checkout":"B"}""", "\"col_fecha_checkin: Missing data for required field.\""),
            (DateColumns, """{"col_fecha_checkin":"","col_fecha_checkout":"ABCD"}""", "\"col_fecha_checkin: Length must be between 1 and 3.\",\"col_fecha_checkout: Longer than maximum length 3.\""),
            (DateColumns, """{"col_fecha_checkin":"A1","col_fecha_checkout":"  "}""",
                "\"col_fecha_checkin: Debe ser una letra de columna Excel (ej. A, B, C, AA...).\",\"col_fecha_checkout: Debe ser una letra de columna Excel (ej. A, B, C, AA...).\""),
        })
            (await admin.PutAsync(path, body)).ShouldBe(422, $$"""{"ok":false,"errors":[{{errors}}]}""");
        Assert.Equal(0, await admin.LookAsync((_, db) => db.TenantSettings.CountAsync(setting => setting.Key.StartsWith("sidekick."))));
    }
}
