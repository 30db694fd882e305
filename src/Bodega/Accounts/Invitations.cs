using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Mail;
using Bodega.Notifications;
using Bodega.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Accounts;

/// <summary>Refusals of invitations.</summary>
public static class InvitationFaults
{
    /// <summary>The address has a place in this tenant.</summary>
    public const string MemberCode = "invitation-member";

    /// <summary>The address has a place in another tenant.</summary>
    public const string ElsewhereCode = "invitation-elsewhere";

    /// <summary>One to the address waits already.</summary>
    public const string PendingCode = "invitation-pending";

    /// <summary>There is none, or none that waits.</summary>
    public const string UnknownCode = "invitation-unknown";

    /// <summary>It was taken up, taken back, or has run out before.</summary>
    public const string SettledCode = "invitation-settled";

    /// <summary>It was sent to another address.</summary>
    public const string OtherAddressCode = "invitation-other-address";

    /// <summary>It has run out.</summary>
    public const string ExpiredCode = "invitation-expired";

    /// <summary>Whoever is signed in is not who they say.</summary>
    public const string NotTheirsCode = "invitation-not-theirs";

    internal static Fault Member { get; } = new(FaultKind.Invalid, MemberCode);
    internal static Fault Elsewhere { get; } = new(FaultKind.Invalid, ElsewhereCode);
    internal static Fault Pending { get; } = new(FaultKind.Invalid, PendingCode);
    internal static Fault Unknown { get; } = new(FaultKind.NotFound, UnknownCode);
    internal static Fault Settled { get; } = new(FaultKind.Invalid, SettledCode);
    internal static Fault OtherAddress { get; } = new(FaultKind.Invalid, OtherAddressCode);
    internal static Fault Expired { get; } = new(FaultKind.Invalid, ExpiredCode);
    internal static Fault NotTheirs { get; } = new(FaultKind.Forbidden, NotTheirsCode);
}

/// <summary>Tokens of invitations. They follow from the invitation's id and the key ring, so that the list can show them without a row that holds them.</summary>
public sealed class InvitationTokens(KeyRing keys)
{
    private const string LettersAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary><c>c</c> and 24 lower-case letters or digits.</summary>
    public string Of(string cuid) => "c" + string.Concat(SHA512.HashData(keys.Sign("invitations", cuid)).Take(24).Select(octet => LettersAndDigits[octet % LettersAndDigits.Length]));

    /// <summary>What is looked up.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

/// <summary>Asks somebody to join the caller's tenant, by mail.</summary>
public sealed class Invite(BodegaDb db, Caller caller, PlacesOfEmail places, InvitationTokens tokens, Outbox outbox, Trail trail, TimeProvider clock)
{
    /// <summary>How long an invitation waits.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>Sends one.</summary>
    /// <param name="email">As typed.</param>
    /// <param name="role">What is offered.</param>
    /// <param name="mail">The mail, made of the tenant's name and the token.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>The invitation; else member, elsewhere, or pending of <see cref="InvitationFaults"/>.</returns>
    public async Task<Outcome<Invitation>> RunAsync(string email, MembershipRole role, Func<string, string, MailText> mail, CancellationToken ct)
    {
        var has = await places.FindAsync(email, ct);
        if (has.Count > 0) return has.Any(place => place.TenantId == caller.TenantId) ? InvitationFaults.Member : InvitationFaults.Elsewhere;
        await using var work = await db.BeginAsync(ct);
        await db.LockMembersAsync(ct); // of two to one address at once the second finds the first
        var (now, normal) = (clock.GetNow(), NormalText.OfEmail(email));
        await db.Invitations.Where(i => i.EmailNormal == normal && i.Status == InvitationStatus.Pending && i.ExpiresAt <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, InvitationStatus.Expired), ct);
        if (await db.Invitations.AnyAsync(i => i.EmailNormal == normal && i.Status == InvitationStatus.Pending, ct)) return InvitationFaults.Pending;
        var cuid = WireIds.Cuid();
        var token = tokens.Of(cuid);
        var invitation = new Invitation
        {
            Cuid = cuid,
            TokenHash = InvitationTokens.HashOf(token),
            Email = email,
            EmailNormal = normal,
            Role = role,
            ExpiresAt = now + Life,
            CreatedAt = now,
            CreatedById = caller.MembershipId,
        };
        db.Invitations.Add(invitation);
        await db.SaveChangesAsync(ct);
        var company = await db.Tenants.Where(t => t.Id == caller.TenantId).Select(t => t.Name).FirstAsync(ct);
        outbox.Add(email, mail(company, token));
        trail.Add(AuditActions.Create, AuditEntities.Invitation, invitation.Id, details: new JsonObject { ["email"] = email, ["role"] = (int)role });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return invitation;
    }
}

/// <summary>Takes an invitation back.</summary>
public sealed class CancelInvitation(BodegaDb db, Trail trail)
{
    /// <summary>Takes it back; the row stays.</summary>
    /// <returns>Null, or <see cref="InvitationFaults.UnknownCode"/>: there is none, or none that waits.</returns>
    public async Task<Fault?> RunAsync(string cuid, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        var taken = await db.Invitations.Where(i => i.Cuid == cuid && i.Status == InvitationStatus.Pending).ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, InvitationStatus.Cancelled), ct);
        if (taken == 0) return InvitationFaults.Unknown;
        var invitation = await db.Invitations.AsNoTracking().FirstAsync(i => i.Cuid == cuid, ct);
        trail.Add(AuditActions.Delete, AuditEntities.Invitation, invitation.Id, details: new JsonObject { ["email"] = invitation.Email });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }
}

/// <summary>Whoever takes an invitation up, as they say and as they are.</summary>
/// <param name="Token">From the link.</param>
/// <param name="GivenIdentity">The identity's id that was sent.</param>
/// <param name="GivenEmail">The e-mail that was sent.</param>
/// <param name="Name">Name in the tenant.</param>
/// <param name="AccountId">Who is signed in.</param>
public sealed record InvitationAnswer(string Token, string GivenIdentity, string GivenEmail, string Name, long AccountId);

/// <summary>Takes an invitation up, once. Who is signed in decides, not what was sent.</summary>
public sealed class AcceptInvitation(BodegaDb db, Caller caller, DeleteTenant delete, Notifier notifier, Trail trail, TimeProvider clock)
{
    /// <summary>What a token opens; marks it as run out where it has.</summary>
    /// <returns>Null when it is unknown, settled, or has run out.</returns>
    public async Task<(string Email, string Company, DateTimeOffset ExpiresAt)?> LookAsync(string token, CancellationToken ct)
    {
        caller.EnterAllTenants(); // nobody need be signed in, and the token says which tenant it is
        var (hash, now) = (InvitationTokens.HashOf(token), clock.GetNow());
        var found = await (
            from invitation in db.Invitations.IgnoreQueryFilters([Filters.Tenant])
            join tenant in db.Tenants on invitation.TenantId equals tenant.Id
            where invitation.TokenHash == hash && invitation.Status == InvitationStatus.Pending
            select new { invitation.Id, invitation.Email, tenant.Name, invitation.ExpiresAt }).FirstOrDefaultAsync(ct);
        if (found is null) return null;
        if (found.ExpiresAt > now) return (found.Email, found.Name, found.ExpiresAt);
        await ExpireAsync(found.Id, ct);
        return null;
    }

    /// <summary>Takes it up.</summary>
    /// <returns>The membership; else a refusal of <see cref="InvitationFaults"/>.</returns>
    public async Task<Outcome<long>> RunAsync(InvitationAnswer answer, CancellationToken ct)
    {
        caller.EnterAllTenants();
        var hash = InvitationTokens.HashOf(answer.Token);
        await using var work = await db.BeginAsync(ct);
        // Locks the account, then the invitation: two answers at once follow each other.
        await db.Accounts.Where(a => a.Id == answer.AccountId).ExecuteUpdateAsync(set => set.SetProperty(a => a.UpdatedAt, a => a.UpdatedAt), ct);
        var invitations = db.Invitations.IgnoreQueryFilters([Filters.Tenant]);
        await invitations.Where(i => i.TokenHash == hash).ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, i => i.Status), ct);
        if (await invitations.FirstOrDefaultAsync(i => i.TokenHash == hash, ct) is not { } invitation) return InvitationFaults.Unknown;
        if (invitation.Status != InvitationStatus.Pending) return InvitationFaults.Settled;
        if (NormalText.OfEmail(answer.GivenEmail) != invitation.EmailNormal) return InvitationFaults.OtherAddress;
        if (invitation.ExpiresAt <= clock.GetNow())
        {
            await db.OweAsync(() => ExpireAsync(invitation.Id, CancellationToken.None));
            return InvitationFaults.Expired;
        }
        var account = await db.Accounts.FirstAsync(a => a.Id == answer.AccountId, ct);
        if (answer.GivenIdentity != account.Uuid.ToString("D") || account.EmailNormal != invitation.EmailNormal) return InvitationFaults.NotTheirs;
        if (await PlaceAsync(account, invitation, answer.Name, ct) is not { } member) return InvitationFaults.Elsewhere;

        (invitation.Status, invitation.AcceptedAt) = (InvitationStatus.Accepted, clock.GetNow());
        caller.Enter(invitation.TenantId, TimeZoneInfo.Utc);
        await db.SaveChangesAsync(ct);
        caller.ActAs(member.Id, account.Id, member.UserName, member.Role);
        if (invitation.CreatedById is { } host) notifier.Add(host, NotificationKinds.InvitationAccepted, Severity.Success, new JsonObject { ["name"] = member.Name, ["email"] = account.Email });
        trail.Add(AuditActions.Activate, AuditEntities.Invitation, invitation.Id, after: member.Snapshot(), details: new JsonObject { ["email"] = invitation.Email, ["role"] = (int)invitation.Role });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return member.Id;
    }

    // The person's place in the inviting tenant: the one prepared for them, the one they have as a customer, or a new one; null when
    // they work elsewhere. A tenant that they founded by signing up and never used is given up.
    private async Task<Membership?> PlaceAsync(Account account, Invitation invitation, string name, CancellationToken ct)
    {
        var memberships = db.Memberships.IgnoreQueryFilters([Filters.Tenant]);
        var places = await memberships.Where(m => m.AccountId == account.Id && m.Status != MembershipStatus.Removed).ToListAsync(ct);
        if (places.Find(m => m.Role >= MembershipRole.Staff) is { } working)
        {
            if (working.TenantId == invitation.TenantId || !await delete.HoldUnusedAsync(working.TenantId, ct)) return null;
            places.Remove(working);
            db.Entry(working).State = EntityState.Detached;
            await delete.RunInsideAsync(working.TenantId, ct);
        }
        caller.Enter(invitation.TenantId, TimeZoneInfo.Utc);
        var prepared = await memberships.FirstOrDefaultAsync(m => m.TenantId == invitation.TenantId && m.AccountId == null && m.EmailNormal == account.EmailNormal && m.Status != MembershipStatus.Removed, ct);
        var member = places.Find(m => m.TenantId == invitation.TenantId);
        if (member is not null && prepared is not null)
        {
            // The customer's row has a history: it takes the place that was prepared.
            db.Memberships.Remove(prepared);
            await db.SaveChangesAsync(ct);
        }
        member ??= prepared;
        if (member is null)
        {
            // Another company has prepared a place for this person: they belong there.
            if (await memberships.AnyAsync(m => m.EmailNormal == account.EmailNormal && m.AccountId == null && m.Status != MembershipStatus.Removed, ct)) return null;
            member = Membership.New(account, await db.FreeUserNameAsync(account.Email, ct), invitation.Role, MembershipStatus.Active, clock.GetNow());
            db.Memberships.Add(member);
        }
        (member.AccountId, member.Role, member.Status, member.Name) = (account.Id, invitation.Role, MembershipStatus.Active, name);
        await db.ShowOwnEmailAsync(member, account, ct);
        await db.SaveChangesAsync(ct);
        return member;
    }

    private async Task ExpireAsync(long invitationId, CancellationToken ct)
    {
        caller.EnterAllTenants();
        await using var work = await db.BeginAsync(ct);
        await db.Invitations.IgnoreQueryFilters([Filters.Tenant]).Where(i => i.Id == invitationId && i.Status == InvitationStatus.Pending)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, InvitationStatus.Expired), ct);
        await work.CommitAsync(ct);
    }
}
