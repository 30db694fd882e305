using System.Text.Json.Nodes;
using Bodega.Audit;
using Bodega.Data;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Notifications;

/// <summary>A note that a person writes to a member.</summary>
/// <param name="MembershipId">To whom.</param>
/// <param name="Severity">How loud.</param>
/// <param name="Title">Title.</param>
/// <param name="Message">Text.</param>
/// <param name="ActionUrl">Where a click leads; null = nowhere.</param>
public sealed record NewMessage(long MembershipId, Severity Severity, string Title, string Message, string? ActionUrl);

/// <summary>Sends a <see cref="NewMessage"/>, and takes notifications back.</summary>
public sealed class SendMessage(BodegaDb db, Notifier notifier, Trail trail)
{
    /// <summary>Code of the refusal for a member whom the tenant does not have.</summary>
    public const string UnknownMemberCode = "unknown-member";

    /// <summary>Sends.</summary>
    /// <returns>Null, or the refusal.</returns>
    public async Task<Fault?> RunAsync(NewMessage message, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (!await db.Memberships.AnyAsync(member => member.Id == message.MembershipId, ct))
            return new Fault(FaultKind.Invalid, UnknownMemberCode);
        notifier.AddMessage(message.MembershipId, message.Severity, message.Title, message.Message, message.ActionUrl);
        trail.Add(AuditActions.Create, AuditEntities.Notification, details: new JsonObject { ["user_id"] = message.MembershipId, ["title"] = message.Title });
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
        return null;
    }

    /// <summary>Removes a notification; one that is not there is as good as removed.</summary>
    public async Task DeleteAsync(long id, CancellationToken ct)
    {
        await using var work = await db.BeginAsync(ct);
        if (await db.Notifications.Where(note => note.Id == id).ExecuteDeleteAsync(ct) == 0) return;
        trail.Add(AuditActions.Delete, AuditEntities.Notification, id);
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }
}
