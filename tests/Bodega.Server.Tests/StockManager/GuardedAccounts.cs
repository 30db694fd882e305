using Bodega.Accounts;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Server.Tests.Harness;
using Bodega.Tenants;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.StockManager;

/// <summary>What must hold however people and programs press (contract §17, 1–7, 17, 27).</summary>
public sealed class GuardedAccounts
{
    private const string Denied = """{"error":"Permiso denegado"}""";

    private static async Task<long> HasUserAsync(Client root, string name, string role)
    {
        (await root.PostAsync("/api/users", $$"""{"username":"{{name}}","email":"{{name}}@example.com","password":"secreto1","role":"{{role}}"}""")).ShouldBe(201);
        return (await root.GetAsync($"/api/users?search={name}@example.com")).Json.GetProperty("data")[0].GetProperty("id").GetInt64();
    }

    [Theory, EachDatabase]
    public async Task Only_root_touches_root_and_the_last_one_stays(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        await HasUserAsync(root, "jefa", "ADMIN");
        var admin = await shop.SignInAsync("jefa", "secreto1");
        (await admin.PostAsync("/api/users", """{"username":"x","email":"x@example.com","password":"secreto1","role":"root"}""")).ShouldBe(403, Denied);
        (await admin.PutAsync("/api/users/1", """{"email":"mio@example.com"}""")).ShouldBe(403, Denied);
        (await admin.PutAsync("/api/users/2", """{"role":"Root"}""")).ShouldBe(403, Denied);
        (await admin.DeleteAsync("/api/users/1")).ShouldBe(403, Denied);
        (await root.PutAsync("/api/users/1", """{"role":"vendedor"}""")).ShouldBe(403, Denied);
        (await root.PutAsync("/api/users/1", """{"status":0}""")).ShouldBe(403, Denied);
        Assert.Equal(3, await shop.LookAsync((_, db) => db.AuditEntries.CountAsync(e => !e.Succeeded && e.EntityType == "user" && e.EntityId == 1 && e.Action == "update")));
        var second = await HasUserAsync(root, "otra", "root");
        (await root.PutAsync("/api/users/1", """{"role":"admin"}""")).ShouldBe(200);
        (await root.DeleteAsync($"/api/users/{second}")).ShouldBe(403, Denied); // no root any more, at once
    }

    [Theory, EachDatabase]
    public async Task Roots_who_switch_each_other_off_at_once_leave_one(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        foreach (var name in (string[])["r2", "r3", "r4"]) await HasUserAsync(root, name, "root");
        var roots = new List<Client> { root };
        foreach (var name in (string[])["r2", "r3", "r4"]) roots.Add(await shop.SignInAsync(name, "secreto1"));
        var ids = new long[] { 1, 2, 3, 4 };
        await Task.WhenAll(roots.SelectMany((client, i) => ids.Where(id => id != i + 1).Select((id, n) =>
            n % 2 == 0 ? client.DeleteAsync($"/api/users/{id}") : client.PutAsync($"/api/users/{id}", """{"role":"vendedor"}"""))));
        Assert.Equal(1, await shop.LookAsync((_, db) => db.Memberships.CountAsync(m => m.Role == MembershipRole.Owner && m.Status == MembershipStatus.Active)));
    }

    [Theory, EachDatabase]
    public async Task A_switched_off_user_and_a_changed_password_end_sessions_at_once(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        var ana = await HasUserAsync(root, "ana", "vendedor");
        var (one, two) = (await shop.SignInAsync("ana", "secreto1"), await shop.SignInAsync("ana", "secreto1"));
        (await one.PutAsync("/api/api/settings/password", """{"current_password":"secreto1","new_password":"secreto2","confirm_password":"secreto2"}"""))
            .ShouldBe(200, """{"success":true,"message":"Contraseña actualizada correctamente"}""");
        (await one.GetAsync("/api/suggest/vendors")).ShouldBe(200);
        (await two.GetAsync("/api/suggest/vendors")).ShouldBe(401);
        (await root.PutAsync($"/api/users/{ana}", """{"role":"admin"}""")).ShouldBe(200);
        (await one.GetAsync("/api/users")).ShouldBe(200); // the new role acts at once
        (await root.DeleteAsync($"/api/users/{ana}")).ShouldBe(200, """{"message":"Usuario dado de baja"}""");
        (await root.DeleteAsync($"/api/users/{ana}")).ShouldBe(200, """{"message":"Usuario dado de baja"}""");
        (await one.GetAsync("/api/users")).ShouldBe(401);
        (await root.PostAsync($"/api/applications/{ana}/approve")).ShouldBe(200); // changes nothing: she was switched off, not waiting
        (await shop.Anyone().PostAsync("/api/login", """{"username":"ana","password":"secreto2"}""")).ShouldBe(403);
        (await root.PutAsync($"/api/users/{ana}", """{"status":"1","password":"secreto3"}""")).ShouldBe(200);
        (await one.GetAsync("/api/users")).ShouldBe(401); // an old session does not come back
        await shop.SignInAsync("ana", "secreto3");
        Assert.Equal(1, await shop.LookAsync((_, db) => db.AuditEntries.CountAsync(e => e.Succeeded && e.Action == "delete" && e.EntityId == ana)));
    }

    [Theory, EachDatabase]
    public async Task Twenty_who_want_one_name_at_once_get_it_once(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var anyone = shop.Anyone();
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            anyone.PostAsync("/api/register", $$"""{"username":"jane","email":"jane{{i}}@example.com","password":"securepassword"}""")));
        Assert.Equal((1, 19), (replies.Count(r => r.Status == 201), replies.Count(r => r.Status == 409)));
        replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            anyone.PostAsync("/api/register", $$"""{"username":"bob{{i}}","email":"Bob@example.com","password":"securepassword"}""")));
        Assert.Equal((1, 19), (replies.Count(r => r.Status == 201), replies.Count(r => r.Status == 409)));
        Assert.Equal(3, await shop.LookAsync((_, db) => db.Accounts.CountAsync()));
    }

    [Theory, EachDatabase]
    public async Task A_flood_of_guesses_gets_five_tries_and_the_right_code_is_dead_after_them(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var anyone = shop.Anyone();
        (await anyone.PostAsync("/api/users/reset-password", """{"email":"root@example.com"}""")).ShouldBe(200);
        var code = await shop.CodeAsync();
        var wrong = Enumerable.Range(0, 40).Select(i => $"{i:000000}").Where(guess => guess != code);
        var root = await shop.SignInAsync();
        await Task.WhenAll(wrong.Select((guess, i) => i % 2 == 0
            ? anyone.PostAsync("/api/users/validate-code", $$"""{"email":"root@example.com","code":"{{guess}}"}""")
            : root.PostAsync("/api/users/reset-password/change-password", $$"""{"email":"root@example.com","code":"{{guess}}","new_password":"ladron-1"}""", ("Idempotency-Key", guess))));
        Assert.Equal(5, await shop.LookAsync((_, db) => db.OneTimeCodes.Select(c => c.WrongTries).SingleAsync()));
        (await anyone.PostAsync("/api/users/validate-code", $$"""{"email":"root@example.com","code":"{{code}}"}""")).ShouldBe(401, """{"error":"Código inválido o expirado"}""");
        (await anyone.PostAsync("/api/users/reset-password/change-password", $$"""{"email":"root@example.com","code":"{{code}}","new_password":"nueva-clave"}"""))
            .ShouldBe(401, """{"error":"Código no verificado o expirado"}""");
        await shop.SignInAsync();
    }

    [Theory, EachDatabase]
    public async Task Codes_are_few_the_newest_alone_counts_and_they_age(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var anyone = shop.Anyone();
        const string email = """{"email":"ROOT@example.com"}""";
        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => anyone.PostAsync("/api/users/reset-password", email)));
        Assert.Equal((5, 35), (replies.Count(r => r.Status == 200), replies.Count(r => r.Status == 429)));
        var mails = await shop.MailsAsync(5);
        var codes = mails.Select(mail => System.Text.RegularExpressions.Regex.Match(mail, @"es: (?<code>\d{6})\.", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["code"].Value).ToList();
        async Task<int> Try(string code) => (await anyone.PostAsync("/api/users/validate-code", $$"""{"email":"root@example.com","code":"{{code}}"}""")).Status;
        Assert.Equal(200, await Try(codes[4]));
        Assert.Equal(200, (await anyone.PostAsync("/api/users/validate-code", $$"""{"email":"root@example.com","code":{{long.Parse(codes[4], System.Globalization.CultureInfo.InvariantCulture)}}}""")).Status);
        if (codes[3] != codes[4]) Assert.Equal(401, await Try(codes[3]));
        shop.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(401, await Try(codes[4]));
        (await anyone.PostAsync("/api/users/reset-password", email)).ShouldBe(200);
        Assert.Equal(200, await Try(await shop.CodeAsync(6)));
        // Stored: neither the codes nor the mails can be read from the database.
        Assert.DoesNotContain("Subject: Código", mails[0], StringComparison.Ordinal); // encoded, as mail headers are
        Assert.Contains($"=?utf-8?B?{Convert.ToBase64String("Código de recuperación de contraseña"u8)}?=", mails[0], StringComparison.Ordinal);
        Assert.Equal(0, await shop.LookAsync((_, db) => db.OutboxMessages.CountAsync()));
    }

    [Theory, EachDatabase]
    public async Task An_account_of_two_tenants_keeps_its_email_and_password_from_either_ones_administrators(Database database)
    {
        await using var shop = await Shop.OpenAsync(database);
        var root = await shop.SignInAsync();
        var ana = await HasUserAsync(root, "ana", "vendedor");
        var foreign = await shop.LookAsync((services, db) => JoinElsewhereAsync(services, db, ana));
        (await root.PutAsync($"/api/users/{ana}", """{"email":"otra@example.com"}""")).ShouldBe(403, Denied);
        (await root.PutAsync($"/api/users/{ana}", """{"password":"secreto2"}""")).ShouldBe(403, Denied);
        (await root.PutAsync($"/api/users/{ana}", """{"username":"anita","email":"ana@example.com"}""")).ShouldBe(200);
        var seller = await shop.SignInAsync("anita", "secreto1");
        (await seller.PutAsync("/api/settings/profile", """{"email":" ana@elsewhere.example "}""")).ShouldBe(200, """{"success":true,"message":"Perfil actualizado correctamente"}""");
        (await seller.PutAsync("/api/settings/profile", """{"email":"Root@example.com"}""")).ShouldBe(409, """{"error":"Este correo ya está registrado"}""");
        (await root.GetAsync($"/api/users/{foreign}")).ShouldBe(404, """{"error":"Usuario no encontrado"}""");
        (await root.PutAsync($"/api/users/{foreign}", """{"username":"ajena"}""")).ShouldBe(404, """{"error":"Usuario no encontrado"}""");
        (await root.DeleteAsync($"/api/users/{foreign}")).ShouldBe(200);
        Assert.Equal(1, await shop.LookAsync(async (services, db) =>
        {
            services.GetRequiredService<Caller>().EnterAllTenants();
            return await db.Memberships.IgnoreQueryFilters([Filters.Tenant]).CountAsync(m => m.Id == foreign && m.UserName == "fuera" && m.Status == MembershipStatus.Active);
        }));
        // Another root may not take over whoever runs the installation.
        await HasUserAsync(root, "otra", "root");
        var second = await shop.SignInAsync("otra", "secreto1");
        (await second.PutAsync("/api/users/1", """{"password":"secreto2"}""")).ShouldBe(403, Denied);
        (await root.PutAsync("/api/users/1", """{"password":"Root_pass2!"}""")).ShouldBe(200);
        (await root.GetAsync("/api/users")).ShouldBe(200); // the session that asked goes on
        await shop.SignInAsync("root", "Root_pass2!");
    }

    private static async Task<long> JoinElsewhereAsync(IServiceProvider services, BodegaDb db, long memberId)
    {
        var caller = services.GetRequiredService<Caller>();
        var accountId = await db.Memberships.Where(m => m.Id == memberId).Select(m => m.AccountId).SingleAsync();
        var now = services.GetRequiredService<TimeProvider>().GetNow();
        caller.EnterAllTenants();
        await using var work = await db.BeginAsync(CancellationToken.None);
        var tenant = Tenant.New("elsewhere", "Elsewhere", "UTC", now);
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync();
        caller.Enter(tenant.Id, TimeZoneInfo.Utc);
        var account = await db.Accounts.SingleAsync(a => a.Id == accountId);
        var member = Membership.New(account, "fuera", MembershipRole.Staff, MembershipStatus.Active, now);
        db.Memberships.Add(member);
        await db.SaveChangesAsync();
        await work.CommitAsync(CancellationToken.None);
        return member.Id;
    }
}
