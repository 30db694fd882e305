using Bodega.Accounts;
using Bodega.Kernel;
using Bodega.Tenants;
using Bodega.Tests.Harness;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Bodega.Tests.Accounts;

public sealed class AccountsByHand
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task An_added_account_can_sign_in_and_is_in_the_trail(Database database)
    {
        await using var installation = await OpenAsync(database);
        var added = await AddAsync(installation, "ana", "Ana@Example.com", MembershipRole.Admin);
        Assert.Null(added.Fault);
        await installation.InTenantAsync(1, async db =>
        {
            var member = await db.Memberships.Include(m => m.Account).SingleAsync(m => m.Id == added.Value, Ct);
            Assert.Equal(("ana", MembershipRole.Admin, MembershipStatus.Active, "ana@example.com"), (member.UserName, member.Role, member.Status, member.Account!.EmailNormal));
            var entry = await db.AuditEntries.SingleAsync(Ct);
            Assert.Equal(("create", "user", added.Value), (entry.Action, entry.EntityType, entry.EntityId));
            Assert.DoesNotContain("secreto1", entry.After, StringComparison.Ordinal);
            return true;
        });
        Assert.Null(await CheckAsync(installation, "ana@example.com", "secreto1"));
    }

    [Theory, EachDatabase]
    public async Task What_cannot_be_added_is_refused_and_leaves_nothing(Database database)
    {
        await using var installation = await OpenAsync(database);
        Assert.Equal(AddAccount.TakenCode, (await AddAsync(installation, "root", "new@example.com")).Fault?.Code);
        Assert.Equal(AddAccount.TakenCode, (await AddAsync(installation, "new", "ROOT@example.com")).Fault?.Code);
        Assert.Equal(AddAccount.BadEmailCode, (await AddAsync(installation, "new", "nobody")).Fault?.Code);
        Assert.Equal(AddAccount.BadUserNameCode, (await AddAsync(installation, new string('x', 31), "new@example.com")).Fault?.Code);
        Assert.Equal(AddAccount.BadPasswordCode, (await AddAsync(installation, "new", "new@example.com", password: "12345")).Fault?.Code);
        Assert.Equal(AddAccount.UnknownTenantCode, (await AddAsync(installation, "new", "new@example.com", tenant: "nowhere")).Fault?.Code);
        Assert.Equal(1, await installation.InTenantAsync(1, db => db.Accounts.CountAsync(Ct)));
    }

    [Theory, EachDatabase]
    public async Task A_new_password_ends_every_session_and_lifts_the_lock(Database database)
    {
        await using var installation = await OpenAsync(database);
        await installation.InTenantAsync(1, async db =>
        {
            await using var work = await db.BeginAsync(Ct);
            db.Sessions.Add(new Session
            {
                TokenHash = [1],
                AccountId = 1,
                TenantId = 1,
                Surface = "stockmanager",
                SignedInAs = "root",
                Permanent = false,
                CreatedAt = Installation.Noon,
                LastSeenAt = Installation.Noon,
                ExpiresAt = Installation.Noon.AddDays(1),
            });
            await db.SaveChangesAsync(Ct);
            await db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(a => a.FailedSignIns, 100).SetProperty(a => a.NextSignInAt, (DateTimeOffset?)Installation.Noon.AddDays(1)), Ct);
            await work.CommitAsync(Ct);
            return true;
        });
        Assert.NotNull(await CheckAsync(installation, "root@example.com", "Root_pass1!"));
        Assert.Equal("root@example.com", (await ResetAsync(installation, "root", "nuevo-secreto")).Value);
        Assert.Null(await CheckAsync(installation, "root@example.com", "nuevo-secreto"));
        Assert.NotNull(await CheckAsync(installation, "root@example.com", "Root_pass1!"));
        Assert.False(await installation.InTenantAsync(1, db => db.Sessions.AnyAsync(Ct)));
        Assert.Equal("change_password", await installation.InTenantAsync(1, db => db.AuditEntries.Select(entry => entry.Action).SingleAsync(Ct)));
    }

    [Theory, EachDatabase]
    public async Task A_user_name_of_two_people_needs_the_email(Database database)
    {
        await using var installation = await OpenAsync(database);
        await installation.HasTenantAsync("second");
        Assert.Null((await AddAsync(installation, "root", "other@example.com", tenant: "second")).Fault);
        Assert.Equal(ResetPasswordByHand.AmbiguousCode, (await ResetAsync(installation, "root", "nuevo-secreto")).Fault?.Code);
        Assert.Equal("other@example.com", (await ResetAsync(installation, " Other@example.com", "nuevo-secreto")).Value);
        Assert.Equal(ResetPasswordByHand.UnknownAccountCode, (await ResetAsync(installation, "nobody", "nuevo-secreto")).Fault?.Code);
    }

    private static async Task<Installation> OpenAsync(Database database)
    {
        var installation = await Installation.OpenAsync(database);
        await installation.AskAsync(services => services.GetRequiredService<FirstRun>().RunAsync(new FirstAdministrator("root", "root@example.com", "Root_pass1!"), Ct));
        return installation;
    }

    private static Task<Outcome<long>> AddAsync(
        Installation installation, string userName, string email, MembershipRole role = MembershipRole.Staff, string tenant = "main", string password = "secreto1") =>
        installation.AskAsync(services => services.GetRequiredService<AddAccount>().RunAsync(new NewAccount(userName, email, role, tenant, password), Ct));

    private static Task<Outcome<string>> ResetAsync(Installation installation, string who, string password) =>
        installation.AskAsync(services => services.GetRequiredService<ResetPasswordByHand>().RunAsync(who, password, Ct));

    private static Task<Fault?> CheckAsync(Installation installation, string email, string password) => installation.AskAsync(async services =>
    {
        var db = services.GetRequiredService<Bodega.Data.BodegaDb>();
        var id = await db.Accounts.Where(a => a.EmailNormal == email).Select(a => a.Id).SingleAsync(Ct);
        return await services.GetRequiredService<CheckPassword>().RunAsync(id, password, Ct);
    });
}
