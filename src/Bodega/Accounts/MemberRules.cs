using System.Text.Json.Nodes;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>Rules that every change of a tenant's members keeps.</summary>
internal static class MemberRules
{
    /// <summary>Makes changes of one tenant's members wait for each other until the open unit of work ends: two owners who
    /// switch each other off at once touch different rows, and only an order decides who was first.</summary>
    public static Task LockMembersAsync(this BodegaDb db, CancellationToken ct) =>
        db.Tenants.Where(tenant => tenant.Id == db.Caller.TenantId).ExecuteUpdateAsync(set => set.SetProperty(tenant => tenant.Name, tenant => tenant.Name), ct);

    /// <summary>The role of who acts as it is now, under the lock; null when they are no longer in office.</summary>
    public static Task<MembershipRole?> ActingRoleAsync(this BodegaDb db, CancellationToken ct) => db.Memberships
        .Where(member => member.Id == db.Caller.MembershipId && member.Status == MembershipStatus.Active)
        .Select(member => (MembershipRole?)member.Role).FirstOrDefaultAsync(ct);

    /// <summary>Whether somebody else could still run the tenant.</summary>
    public static Task<bool> HasOtherOwnerAsync(this BodegaDb db, long exceptMemberId, CancellationToken ct) => db.Memberships
        .AnyAsync(member => member.Id != exceptMemberId && member.Role == MembershipRole.Owner && member.Status == MembershipStatus.Active && member.AccountId != null, ct);

    /// <summary>Which of two values is somebody else's already; null when neither is. For words and thrift: the unique indexes decide.</summary>
    public static async Task<Fault?> TakenAsync(this BodegaDb db, string? userName, string? email, long exceptMemberId, long exceptAccountId, CancellationToken ct)
    {
        var normal = email is null ? null : NormalText.OfEmail(email);
        if (normal is not null && await db.Accounts.AnyAsync(account => account.EmailNormal == normal && account.Id != exceptAccountId, ct)) return AccountFaults.EmailTaken;
        return userName is not null && await db.Memberships.AnyAsync(member => member.UserName == userName && member.Id != exceptMemberId, ct)
            ? AccountFaults.UserNameTaken
            : null;
    }

    /// <summary>Which unique index refused: both databases name the column or the index after it.</summary>
    public static Fault TakenBy(DbUpdateException exception) =>
        (exception.InnerException ?? exception).Message.Contains("email_normal", StringComparison.Ordinal) ? AccountFaults.EmailTaken : AccountFaults.UserNameTaken;
}

/// <summary>What the audit trail keeps of a member: <c>id</c>, <c>username</c>, <c>email</c>, <c>role</c> and <c>status</c> as numbers of their enums.</summary>
internal static class MemberSnapshot
{
    public static JsonObject Of(Membership member, Account account) => new()
    {
        ["id"] = member.Id,
        ["username"] = member.UserName,
        ["email"] = account.Email,
        ["role"] = (int)member.Role,
        ["status"] = (int)member.Status,
    };

    /// <summary>What was asked for a new member, the password excepted.</summary>
    public static JsonObject Asked(NewMember person, MembershipRole role) => new() { ["username"] = person.UserName, ["email"] = person.Email, ["role"] = (int)role };
}
