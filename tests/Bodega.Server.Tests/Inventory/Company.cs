using System.Text.RegularExpressions;
using Bodega.Accounts;
using Bodega.Data;
using Bodega.Doctor;
using Bodega.Kernel;
using Bodega.Server.Tests.Harness;
using Bodega.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Server.Tests.Inventory;

/// <summary>A fresh company of the Inventory API with its administrator, for tests of its catalogue.</summary>
internal sealed partial class Company : IAsyncDisposable
{
    private Company(Shop shop, InventoryClient admin) => (Shop, Admin) = (shop, admin);

    public Shop Shop { get; }

    public InventoryClient Admin { get; }

    public static async Task<Company> OpenAsync(Database database)
    {
        var shop = await InventoryClient.OpenShopAsync(database);
        var admin = await InventoryClient.SignUpAsync(shop);
        (await admin.GetAsync("/api/categorias")).ShouldBe(200, "[]"); // the first call founds the company
        return new Company(shop, admin);
    }

    /// <summary>A category; its id.</summary>
    public async Task<long> HasCategoryAsync(string name) => (await Admin.PostAsync("/api/categorias", $$"""{"nombre":"{{name}}"}""")).ShouldBe(201).Json.GetProperty("id").GetInt64();

    /// <summary>A product; its id.</summary>
    public async Task<long> HasProductAsync(string name, long category, long quantity = 0, decimal price = 1000, string? code = null) =>
        (await Admin.PostAsync("/api/productos", $$"""{"nombre":"{{name}}","categoriaId":{{category}},"cantidad":{{quantity}},"precio":{{price}},"codigo":"{{code}}"}""")).ShouldBe(201).Json.GetProperty("id").GetInt64();

    /// <summary>What is on hand of a product.</summary>
    public async Task<long> OnHandAsync(long product) => (await Admin.GetAsync($"/api/productos/{product}")).ShouldBe(200).Json.GetProperty("cantidad").GetInt64();

    /// <summary>Somebody else of this company, in use, with stored permissions.</summary>
    public async Task<InventoryClient> ColleagueAsync(string email, params string[] permissions)
    {
        var colleague = await InventoryClient.SignUpAsync(Shop, email, email);
        await LookAsync(async (_, db) =>
        {
            await using var work = await db.BeginAsync(CancellationToken.None);
            var account = await db.Accounts.SingleAsync(a => a.EmailNormal == email);
            var member = Membership.New(account, email, MembershipRole.Staff, MembershipStatus.Active, Shop.Clock.GetNow());
            member.Permissions = MemberPermissions.Join(permissions);
            db.Memberships.Add(member);
            await db.SaveChangesAsync(CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
            return 0;
        });
        return colleague;
    }

    /// <summary>Runs code as this company, in the server's own scope.</summary>
    public async Task<T> LookAsync<T>(Func<IServiceProvider, BodegaDb, Task<T>> look)
    {
        await using var scope = Shop.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BodegaDb>();
        var caller = scope.ServiceProvider.GetRequiredService<Caller>();
        caller.EnterAllTenants();
        var owner = await db.Memberships.IgnoreQueryFilters([Filters.Tenant]).Where(member => member.Account!.EmailNormal == "lia@demo.co").Select(member => new { member.Id, member.TenantId, member.AccountId, member.UserName, member.Role }).SingleAsync();
        caller.Enter(owner.TenantId, TimeZoneInfo.Utc);
        caller.ActAs(owner.Id, owner.AccountId!.Value, owner.UserName, owner.Role);
        return await look(scope.ServiceProvider, db);
    }

    /// <summary>Every row keeps every rule.</summary>
    public async Task ShouldBeWellAsync()
    {
        await using var scope = Shop.Services.CreateAsyncScope();
        var seen = await scope.ServiceProvider.GetRequiredService<RunDoctor>().RunAsync(CancellationToken.None);
        Assert.Empty(seen.BrokenRows.Select(row => $"{row.Check}: {row.What}"));
    }

    /// <summary>A body with what differs from run to run blotted out: instants, and company and user ids.</summary>
    public static string Plain(Reply reply) => Cuid().Replace(Instant().Replace(reply.Text, "\"T\""), "\"C\"");

    public ValueTask DisposeAsync() => Shop.DisposeAsync();

    [GeneratedRegex("\"c[a-z0-9]{24}\"")]
    private static partial Regex Cuid();

    [GeneratedRegex(@"""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z""")]
    private static partial Regex Instant();
}
