using Bodega.Accounts;
using Bodega.Doctor;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Inventory;

public sealed class CompaniesAndPeople
{
    [Theory, EachDatabase]
    public async Task The_worked_examples_of_people(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var lia = await InventoryClient.SignUpAsync(shop);
        var first = (await lia.GetAsync("/api/usuarios")).ShouldBe(200);
        var liaId = first.Json[0].GetProperty("id").GetString()!;
        first.ShouldBe(200, $$"""[{"id":"{{liaId}}","email":"lia@demo.co","nombre":"Lía","rol":"ADMIN","estado":"ACTIVO","creadoEn":"2026-05-01T13:00:00.000Z"}]""");
        Assert.Matches("^c[a-z0-9]{24}$", liaId);
        (await shop.Stranger().GetAsync("/api/usuarios")).ShouldBe(401, """{"error":"No autorizado"}""");
        var prepared = (await lia.PostAsync("/api/usuarios", """{"email":"Teo@demo.co","nombre":"Teo","permisos":["REALIZAR_VENTAS","VOLAR","AGREGAR_STOCK"],"estado":"ACTIVO","contrasena":"secreta"}""")).ShouldBe(201);
        var teoId = prepared.Json.GetProperty("id").GetString()!;
        prepared.ShouldBe(201, $$"""{"id":"{{teoId}}","email":"Teo@demo.co","nombre":"Teo","rol":"USUARIO","estado":"PENDIENTE","permisos":["REALIZAR_VENTAS"],"creadoEn":"2026-05-01T13:00:00.000Z"}""");
        (await lia.PostAsync("/api/usuarios", """{"email":"teo@demo.co","nombre":"Otro"}""")).ShouldBe(409, """{"error":"El nombre de usuario ya existe"}""");
        (await lia.PostAsync("/api/usuarios", """{"email":"","nombre":"Otro"}""")).ShouldBe(400, """{"error":"Campos requeridos faltantes"}""");

        var teo = await InventoryClient.SignUpAsync(shop, "Teodoro", "teo@demo.co");
        (await teo.GetAsync("/api/empresa/usuarios")).ShouldBe(403, """{"error":"Usuario inactivo o suspendido"}""");
        (await teo.PatchAsync("/api/usuarios/onboarding")).ShouldBe(200, """{"ok":true}""");
        (await lia.PutAsync($"/api/usuarios/{teoId}", """{"estado":"ACTIVO","nombre":""}""")).ShouldBe(200,
            $$"""{"id":"{{teoId}}","email":"Teo@demo.co","nombre":"Teo","rol":"USUARIO","estado":"ACTIVO","permisos":["REALIZAR_VENTAS"],"creadoEn":"2026-05-01T13:00:00.000Z"}""");
        (await teo.GetAsync("/api/empresa/usuarios")).ShouldBe(200,
            $$"""{"usuarios":[{"id":"{{liaId}}","nombre":"Lía","email":"lia@demo.co","rol":"ADMIN","estado":"ACTIVO"},{"id":"{{teoId}}","nombre":"Teo","email":"Teo@demo.co","rol":"USUARIO","estado":"ACTIVO"}],"esAdmin":false}""");
        (await teo.GetAsync("/api/usuarios")).ShouldBe(403, """{"error":"No autorizado"}""");
        (await lia.DeleteAsync($"/api/usuarios/{liaId}")).ShouldBe(400, """{"error":"No puedes eliminar tu propio usuario"}""");
        (await lia.GetAsync("/api/usuarios/cnobody")).ShouldBe(404, """{"error":"Usuario no encontrado"}""");
        (await lia.PutAsync($"/api/usuarios/{teoId}", "{}")).ShouldBe(200);
        (await lia.PutAsync($"/api/usuarios/{teoId}", """{"email":"lia@demo.co"}""")).ShouldBe(409, """{"error":"El email ya está en uso por otro usuario"}""");

        var invited = (await lia.PostAsync("/api/invitaciones", """{"email":"noa@demo.co"}""")).ShouldBe(201);
        var (invitation, token) = (invited.Json.GetProperty("id").GetString()!, invited.Json.GetProperty("token").GetString()!);
        var company = invited.Json.GetProperty("empresaId").GetString()!;
        invited.ShouldBe(201, $$"""{"id":"{{invitation}}","email":"noa@demo.co","empresaId":"{{company}}","token":"{{token}}","rol":"USUARIO","estado":"PENDIENTE","expiraEn":"2026-05-08T13:00:00.000Z","aceptadaEn":null,"creadoEn":"2026-05-01T13:00:00.000Z","creadoPorId":"{{liaId}}"}""");
        var mail = Assert.Single(await shop.MailsAsync(1));
        Assert.Equal(4, mail.Split($"http://localhost:3000/invitacion?token={token}").Length); // as text, as a button, as its address
        (await shop.Stranger().GetAsync($"/api/invitaciones/validar?token={token}")).ShouldBe(200, """{"valida":true,"email":"noa@demo.co","empresaNombre":"Empresa de lia@demo.co","expiraEn":"2026-05-08T13:00:00.000Z"}""");
        (await shop.Stranger().GetAsync("/api/invitaciones/validar")).ShouldBe(400, """{"error":"Token requerido"}""");
        (await shop.Stranger().GetAsync("/api/invitaciones/validar?token=x")).ShouldBe(404, """{"error":"Invitación no encontrada o expirada"}""");
        (await lia.PostAsync("/api/invitaciones", """{"email":"NOA@demo.co"}""")).ShouldBe(400, """{"error":"Ya existe una invitación pendiente para este email"}""");
        (await lia.PostAsync("/api/invitaciones", """{"email":"teo@demo.co"}""")).ShouldBe(400, """{"error":"Este usuario ya pertenece a tu empresa"}""");
        (await lia.PostAsync("/api/invitaciones", """{"email":"root@example.com"}""")).ShouldBe(400, """{"error":"Este email ya está registrado en otra empresa"}""");
        (await lia.PostAsync("/api/invitaciones", """{"email":"nadie"}""")).ShouldBe(400, """{"error":"Email inválido"}""");
        (await lia.PostAsync("/api/invitaciones", "{}")).ShouldBe(400, """{"error":"Invalid input: expected string, received undefined"}""");
        (await lia.PostAsync("/api/invitaciones", """{"email":"z@demo.co","rol":"JEFE"}""")).ShouldBe(400, """{"error":"Invalid option: expected one of \"ADMIN\"|\"USUARIO\""}""");
        (await teo.PostAsync("/api/invitaciones", """{"email":"z@demo.co"}""")).ShouldBe(403);
        Assert.Equal("", (await teo.GetAsync("/api/invitaciones")).ShouldBe(200).Json[0].GetProperty("token").GetString());
        (await lia.GetAsync("/api/invitaciones")).ShouldBe(200,
            $$$"""[{"id":"{{{invitation}}}","email":"noa@demo.co","empresaId":"{{{company}}}","token":"{{{token}}}","rol":"USUARIO","estado":"PENDIENTE","expiraEn":"2026-05-08T13:00:00.000Z","aceptadaEn":null,"creadoEn":"2026-05-01T13:00:00.000Z","creadoPorId":"{{{liaId}}}","creadoPor":{"id":"{{{liaId}}}","nombre":"Lía"}}]""");

        var noa = await InventoryClient.SignUpAsync(shop, "Noa", "noa@demo.co");
        string Answer(string identity, string email) => $$"""{"token":"{{token}}","neonAuthId":"{{identity}}","email":"{{email}}","nombre":"Noa"}""";
        (await shop.Stranger().PostAsync("/api/invitaciones/aceptar", Answer(noa.Identity, "noa@demo.co"))).ShouldBe(401, """{"error":"No autorizado"}""");
        (await noa.PostAsync("/api/invitaciones/aceptar", "{}")).ShouldBe(400, """{"error":"Faltan campos requeridos (token, neonAuthId, email, nombre)"}""");
        (await noa.PostAsync("/api/invitaciones/aceptar", Answer(noa.Identity, "otra@demo.co"))).ShouldBe(400, """{"error":"Este email no coincide con la invitación"}""");
        (await noa.PostAsync("/api/invitaciones/aceptar", Answer(lia.Identity, "noa@demo.co"))).ShouldBe(403, """{"error":"No autorizado"}""");
        (await lia.PostAsync("/api/invitaciones/aceptar", Answer(noa.Identity, "noa@demo.co"))).ShouldBe(403);
        var joined = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => noa.PostAsync("/api/invitaciones/aceptar", Answer(noa.Identity, "NOA@demo.co"))));
        var accepted = Assert.Single(joined, reply => reply.Status == 200);
        Assert.Single(joined, reply => reply.Status == 400).ShouldBe(400, """{"error":"Esta invitación ya fue procesada"}""");
        accepted.ShouldBe(200, $$"""{"id":"{{accepted.Json.GetProperty("id").GetString()}}","neonAuthId":"{{noa.Identity}}","email":"noa@demo.co","nombre":"Noa","estado":"ACTIVO","rol":"USUARIO","permisos":[],"onboardingCompletado":false,"creadoEn":"2026-05-01T13:00:00.000Z","empresaId":"{{company}}"}""");
        Assert.Equal(3, (await lia.GetAsync("/api/usuarios")).Json.GetArrayLength());
        Assert.Equal("INVITACION_ACEPTADA", (await lia.GetAsync("/api/notificaciones")).Json[0].GetProperty("tipo").GetString());
        (await lia.DeleteAsync($"/api/invitaciones/{invitation}")).ShouldBe(404, """{"error":"Invitación no encontrada o ya fue procesada"}""");
        await HealthyAsync(shop);
    }

    [Theory, EachDatabase]
    public async Task However_many_first_calls_come_at_once_one_company_comes_of_it(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        for (var round = 0; round < 5; round++)
        {
            var lia = await InventoryClient.SignUpAsync(shop, "Lía", $"lia{round}@demo.co");
            var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => lia.GetAsync("/api/usuarios")));
            Assert.All(replies, reply => Assert.Equal((200, replies[0].Text), (reply.Status, reply.Text)));
            Assert.Equal(1, replies[0].Json.GetArrayLength());
        }
        Assert.Equal(6, await shop.LookAsync((_, db) => db.Tenants.CountAsync()));
        await HealthyAsync(shop);
    }

    [Theory, EachDatabase]
    public async Task An_unused_company_is_given_up_for_an_invitation_a_used_one_is_not(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var lia = await InventoryClient.SignUpAsync(shop);
        var noa = await InventoryClient.SignUpAsync(shop, "Noa", "noa@demo.co");
        var token = (await lia.PostAsync("/api/invitaciones", """{"email":"noa@demo.co","rol":"ADMIN"}""")).ShouldBe(201).Json.GetProperty("token").GetString();
        (await noa.GetAsync("/api/empresa/configuracion")).ShouldBe(200); // founds a company, which gets settings
        Assert.Equal(3, await shop.LookAsync((_, db) => db.Tenants.CountAsync()));
        var accepted = (await noa.PostAsync("/api/invitaciones/aceptar", $$"""{"token":"{{token}}","neonAuthId":"{{noa.Identity}}","email":"noa@demo.co","nombre":"Noa"}""")).ShouldBe(200);
        Assert.Equal("ADMIN", accepted.Json.GetProperty("rol").GetString());
        Assert.Equal(2, await shop.LookAsync((_, db) => db.Tenants.CountAsync()));
        Assert.Equal(2, (await noa.GetAsync("/api/usuarios")).ShouldBe(200).Json.GetArrayLength());

        var pia = await InventoryClient.SignUpAsync(shop, "Pía", "pia@demo.co");
        var second = (await lia.PostAsync("/api/invitaciones", """{"email":"pia@demo.co"}""")).ShouldBe(201).Json.GetProperty("token").GetString();
        (await pia.PostAsync("/api/usuarios", """{"email":"socia@demo.co","nombre":"Socia"}""")).ShouldBe(201);
        (await pia.PostAsync("/api/invitaciones/aceptar", $$"""{"token":"{{second}}","neonAuthId":"{{pia.Identity}}","email":"pia@demo.co","nombre":"Pía"}""")).ShouldBe(400, """{"error":"Este email ya está registrado en otra empresa"}""");
        shop.Clock.Advance(TimeSpan.FromDays(7));
        pia = await InventoryClient.SignInAsync(shop, "pia@demo.co", InventoryClient.Password);
        (await pia.PostAsync("/api/invitaciones/aceptar", $$"""{"token":"{{second}}","neonAuthId":"{{pia.Identity}}","email":"pia@demo.co","nombre":"Pía"}""")).ShouldBe(400, """{"error":"Esta invitación ha expirado"}""");
        (await pia.PostAsync("/api/invitaciones/aceptar", $$"""{"token":"{{second}}","neonAuthId":"{{pia.Identity}}","email":"pia@demo.co","nombre":"Pía"}""")).ShouldBe(400, """{"error":"Esta invitación ya fue procesada"}""");
        await HealthyAsync(shop);
    }

    [Theory, EachDatabase]
    public async Task A_company_keeps_an_administrator_and_the_installation_its_own(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var lia = await InventoryClient.SignUpAsync(shop);
        var liaId = (await lia.GetAsync("/api/usuarios")).Json[0].GetProperty("id").GetString();
        const string last = """{"error":"La empresa debe conservar al menos un administrador activo"}""";
        (await lia.PutAsync($"/api/usuarios/{liaId}", """{"rol":"USUARIO"}""")).ShouldBe(400, last);
        (await lia.PutAsync($"/api/usuarios/{liaId}", """{"estado":"SUSPENDIDO"}""")).ShouldBe(400, last);
        var teo = await lia.ColleagueAsync(shop, "teo@demo.co");
        var teoId = (await lia.GetAsync("/api/usuarios")).Json[0].GetProperty("id").GetString();
        (await lia.PutAsync($"/api/usuarios/{teoId}", """{"rol":"SUPER_ADMIN"}""")).ShouldBe(200);
        (await teo.GetAsync("/api/usuarios")).ShouldBe(403);
        (await lia.PutAsync($"/api/usuarios/{teoId}", """{"rol":"ADMIN"}""")).ShouldBe(200);
        (await teo.PutAsync($"/api/usuarios/{liaId}", """{"estado":"SUSPENDIDO"}""")).ShouldBe(200);
        (await lia.GetAsync("/api/usuarios")).ShouldBe(403, """{"error":"Usuario inactivo o suspendido"}""");
        (await teo.PutAsync($"/api/usuarios/{teoId}", """{"estado":"PENDIENTE"}""")).ShouldBe(400, last);
        (await teo.DeleteAsync($"/api/usuarios/{liaId}")).ShouldBe(200, """{"ok":true}""");
        (await teo.DeleteAsync($"/api/usuarios/{liaId}")).ShouldBe(404);
        // The identity stays: the next call founds a company anew.
        Assert.Equal(1, (await lia.GetAsync("/api/usuarios")).ShouldBe(200).Json.GetArrayLength());
        // And the address is free for an invitation of the old one... once it has no company of its own that is in use.
        (await teo.PostAsync("/api/invitaciones", """{"email":"lia@demo.co"}""")).ShouldBe(400);

        // In the tenant that the other surfaces share: an administrator may not touch an owner or who runs the installation.
        await shop.AddUserAsync("ada", MembershipRole.Admin);
        var ada = await InventoryClient.SignInAsync(shop, "ada@example.com", Seeds.Password);
        var rootId = (await ada.GetAsync("/api/usuarios")).Json.EnumerateArray().Single(u => u.GetProperty("rol").GetString() == "SUPER_ADMIN").GetProperty("id").GetString();
        (await ada.PutAsync($"/api/usuarios/{rootId}", """{"estado":"SUSPENDIDO"}""")).ShouldBe(403, """{"error":"No autorizado"}""");
        (await ada.DeleteAsync($"/api/usuarios/{rootId}")).ShouldBe(403);
        await HealthyAsync(shop);
    }

    [Theory, EachDatabase]
    public async Task An_address_given_away_by_another_company_locks_nobody_out(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var eva = await InventoryClient.SignUpAsync(shop, "Eva", "eva@demo.co");
        var evaId = (await eva.GetAsync("/api/usuarios")).Json[0].GetProperty("id").GetString();
        (await eva.PutAsync($"/api/usuarios/{evaId}", """{"email":"lia@demo.co"}""")).ShouldBe(200);
        var lia = await InventoryClient.SignUpAsync(shop);
        Assert.Equal("lia@demo.co", (await lia.GetAsync("/api/usuarios")).ShouldBe(200).Json[0].GetProperty("email").GetString());
        await HealthyAsync(shop);
    }

    [Theory, EachDatabase]
    public async Task A_customer_of_the_shop_for_whom_a_place_was_prepared_takes_it_by_an_invitation(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        await shop.AddUserAsync("cliente", MembershipRole.Customer);
        var root = await InventoryClient.SignInAsync(shop);
        var cliente = await InventoryClient.SignInAsync(shop, "cliente@example.com", Seeds.Password);
        (await cliente.GetAsync("/api/usuarios")).ShouldBe(403); // a shop's customer is no user here
        var token = (await root.PostAsync("/api/invitaciones", """{"email":"cliente@example.com"}""")).ShouldBe(201).Json.GetProperty("token").GetString();
        (await root.PostAsync("/api/usuarios", """{"email":"cliente@example.com","nombre":"Clienta"}""")).ShouldBe(201);
        (await cliente.PostAsync("/api/invitaciones/aceptar", $$"""{"token":"{{token}}","neonAuthId":"{{cliente.Identity}}","email":"cliente@example.com","nombre":"Clienta"}""")).ShouldBe(200);
        Assert.Equal(2, (await cliente.GetAsync("/api/empresa/usuarios")).ShouldBe(200).Json.GetProperty("usuarios").GetArrayLength());
        await HealthyAsync(shop);
    }

    [Theory, EachDatabase]
    public async Task An_idempotency_key_does_no_harm_where_the_company_changes(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        var root = await InventoryClient.SignInAsync(shop);
        var lia = await InventoryClient.SignUpAsync(shop);
        (await lia.GetAsync("/api/categorias")).ShouldBe(200);
        var theirs = (await root.GetAsync("/api/empresas")).Json.EnumerateArray().Single(e => e.GetProperty("nombre").GetString() == "Empresa de lia@demo.co").GetProperty("id").GetString();
        using var none = new StringContent("");
        (await root.SendAsync(HttpMethod.Delete, $"/api/empresas/{theirs}", null, ("Idempotency-Key", "a"))).ShouldBe(400, """{"error":"No se puede eliminar la empresa porque tiene usuarios asociados"}""");
        (await root.PostAsync("/api/empresas", """{"nombre":"Sur"}""", ("Idempotency-Key", "b"))).ShouldBe(201);
        // Two who make the same group of settings at once, each with a key.
        var changes = await Task.WhenAll(Enumerable.Range(0, 4).Select(turn => lia.SendAsync(
            HttpMethod.Put, "/api/empresa/configuracion", new StringContent($$"""{"moneda":"M{{turn}}","simboloMoneda":"$","impuestos":19}""", System.Text.Encoding.UTF8, "application/json"), ("Idempotency-Key", $"k{turn}"))));
        Assert.All(changes, change => Assert.Equal(200, change.Status));
        await HealthyAsync(shop);
    }

    [Theory, EachDatabase]
    public async Task Two_administrators_who_suspend_each_other_leave_one(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database);
        for (var round = 0; round < 5; round++)
        {
            var lia = await InventoryClient.SignUpAsync(shop, "Lía", $"lia{round}@demo.co");
            var teo = await lia.ColleagueAsync(shop, $"teo{round}@demo.co");
            var ids = (await lia.GetAsync("/api/usuarios")).Json.EnumerateArray().ToDictionary(u => u.GetProperty("email").GetString()!, u => u.GetProperty("id").GetString());
            (await lia.PutAsync($"/api/usuarios/{ids[$"teo{round}@demo.co"]}", """{"rol":"ADMIN"}""")).ShouldBe(200);
            var replies = await Task.WhenAll(
                lia.PutAsync($"/api/usuarios/{ids[$"teo{round}@demo.co"]}", """{"estado":"SUSPENDIDO"}"""), teo.PutAsync($"/api/usuarios/{ids[$"lia{round}@demo.co"]}", """{"estado":"SUSPENDIDO"}"""));
            Assert.Single(replies, reply => reply.Status == 200);
        }
        await HealthyAsync(shop);
    }

    [Theory, EachDatabase]
    public async Task Settings_notifications_and_companies(Database database)
    {
        await using var shop = await InventoryClient.OpenShopAsync(database, ("Apis:Inventory:AdminEmails", " Jefa@demo.co "), ("Apis:Inventory:SignUpAllowList", "lia@demo.co"));
        var lia = await InventoryClient.SignUpAsync(shop);
        var settings = (await lia.GetAsync("/api/empresa/configuracion")).ShouldBe(200);
        Assert.EndsWith("""
            ,"moneda":"COP","simboloMoneda":"$","impuestos":0.19,"logoUrl":null,"direccion":null,"telefono":null,"email":null,"nombrePersonalizado":null,"creadoEn":"2026-05-01T13:00:00.000Z","actualizadoEn":"2026-05-01T13:00:00.000Z"}
            """.Trim(), settings.Text, StringComparison.Ordinal);
        Assert.Equal(settings.Text, (await lia.GetAsync("/api/empresa/configuracion")).Text);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        var changed = (await lia.PutAsync("/api/empresa/configuracion", """{"moneda":"EUR","simboloMoneda":"€","impuestos":21,"telefono":"600","otra":1}""")).ShouldBe(200);
        Assert.Contains("""
            "moneda":"EUR","simboloMoneda":"€","impuestos":21,"logoUrl":null,"direccion":null,"telefono":"600","email":null,"nombrePersonalizado":null,"creadoEn":"2026-05-01T13:00:00.000Z","actualizadoEn":"2026-05-01T13:01:00.000Z"
            """.Trim(), changed.Text, StringComparison.Ordinal);
        (await lia.PutAsync("/api/empresa/configuracion", """{"moneda":"EUR","simboloMoneda":"€","impuestos":21,"telefono":null}""")).ShouldBe(200);
        Assert.Contains("\"telefono\":null", (await lia.GetAsync("/api/empresa/configuracion")).Text, StringComparison.Ordinal);
        foreach (var bad in new[] { """{"moneda":"EUR","simboloMoneda":"€","impuestos":"21"}""", """{"moneda":"","simboloMoneda":"€","impuestos":21}""", """{"moneda":"EUR","simboloMoneda":"€","impuestos":101}""", """{"moneda":"EUR","simboloMoneda":"€","impuestos":1,"email":""}""", """{"moneda":"EUR","simboloMoneda":"€","impuestos":1,"logoUrl":"x"}""" })
            Assert.StartsWith("{\"error\":\"Datos de configuración inválidos: ", (await lia.PutAsync("/api/empresa/configuracion", bad)).ShouldBe(400).Text, StringComparison.Ordinal);

        (await lia.GetAsync("/api/notificaciones?contador=true")).ShouldBe(200, """{"count":0}""");
        (await lia.GetAsync("/api/notificaciones")).ShouldBe(200, "[]");
        (await lia.PatchAsync("/api/notificaciones/999999")).ShouldBe(404, """{"error":"Notificación no encontrada"}""");
        (await lia.PatchAsync("/api/notificaciones/x")).ShouldBe(404);
        (await lia.PostAsync("/api/notificaciones/marcar-todas")).ShouldBe(200, """{"ok":true}""");

        (await lia.GetAsync("/api/empresas")).ShouldBe(403, """{"error":"No autorizado"}""");
        var stranger = await InventoryClient.SignUpAsync(shop, "x", "otra@demo.co");
        (await stranger.GetAsync("/api/usuarios")).ShouldBe(401, """{"error":"No autorizado"}""");
        var boss = await InventoryClient.SignUpAsync(shop, "Jefa", "jefa@demo.co");
        Assert.Equal("SUPER_ADMIN", (await boss.GetAsync("/api/usuarios")).ShouldBe(200).Json[0].GetProperty("rol").GetString());
        var made = (await boss.PostAsync("/api/empresas", """{"nombre":"  Sur SA "}""")).ShouldBe(201);
        var south = made.Json.GetProperty("id").GetString();
        made.ShouldBe(201, $$"""{"id":"{{south}}","nombre":"Sur SA","creadoEn":"2026-05-01T13:01:00.000Z"}""");
        (await boss.PostAsync("/api/empresas", """{"nombre":5}""")).ShouldBe(400, """{"error":"El nombre de la empresa es obligatorio"}""");
        Assert.Equal(4, (await boss.GetAsync("/api/empresas")).Json.GetArrayLength());
        (await boss.PutAsync($"/api/empresas/{south}", "{}")).ShouldBe(200, made.Text);
        (await boss.PutAsync($"/api/empresas/{south}", """{"nombre":" "}""")).ShouldBe(400);
        (await boss.PutAsync("/api/empresas/cnada", """{"nombre":" "}""")).ShouldBe(404, """{"error":"Empresa no encontrada"}""");
        var renamed = (await boss.PutAsync($"/api/empresas/{south}", """{"nombre":"Norte SA"}""")).ShouldBe(200);
        (await boss.GetAsync($"/api/empresas/{south}")).ShouldBe(200, renamed.Text);
        (await boss.DeleteAsync($"/api/empresas/{south}")).ShouldBe(200, renamed.Text);
        (await boss.DeleteAsync($"/api/empresas/{south}")).ShouldBe(404);
        var ids = (await boss.GetAsync("/api/empresas")).Json.EnumerateArray().ToDictionary(e => e.GetProperty("nombre").GetString()!, e => e.GetProperty("id").GetString());
        (await boss.DeleteAsync($"/api/empresas/{ids["Empresa de lia@demo.co"]}")).ShouldBe(400, """{"error":"No se puede eliminar la empresa porque tiene usuarios asociados"}""");
        (await boss.DeleteAsync($"/api/empresas/{ids["Empresa de jefa@demo.co"]}")).ShouldBe(400, """{"error":"No puedes eliminar tu propia empresa"}""");
        (await lia.PostAsync("/api/admin/restablecer", """{"confirmacion":"restablecer"}""")).ShouldBe(400, """{"error":"Confirmación inválida. Escribe exactamente \"RESTABLECER\"."}""");
        (await lia.PostAsync("/api/admin/restablecer", "{")).ShouldBe(400);
        (await lia.PostAsync("/api/admin/restablecer", """{"confirmacion":"RESTABLECER"}""")).ShouldBe(200, """{"ok":true,"borrados":{"productos":0,"categorias":0,"movimientos":0,"ventas":0,"cotizaciones":0}}""");
        (await shop.Stranger().PostAsync("/api/admin/restablecer", "{}")).ShouldBe(401, """{"error":"No autenticado"}""");
        (await shop.Stranger().GetAsync("/api/inventory")).ShouldBe(401);
        var leftover = (await lia.GetAsync("/api/inventory")).ShouldBe(200, "Inventory endpoint");
        Assert.Equal("text/plain; charset=UTF-8", leftover.Headers["Content-Type"]); // as the client prints it
        await HealthyAsync(shop);
    }

    private static async Task HealthyAsync(Shop shop)
    {
        await using var scope = shop.Services.CreateAsyncScope();
        Assert.Empty((await scope.ServiceProvider.GetRequiredService<RunDoctor>().RunAsync(CancellationToken.None)).BrokenRows);
    }
}
