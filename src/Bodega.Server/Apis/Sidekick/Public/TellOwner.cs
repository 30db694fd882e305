using Bodega.Data;
using Bodega.Mail;
using Bodega.Server.Integrations;

namespace Bodega.Server.Apis.Sidekick.Public;

/// <summary>A form that somebody has filled in, as the owner reads it.</summary>
/// <param name="Title">Heading of the note in the channel.</param>
/// <param name="Subject">Of the mail.</param>
/// <param name="Facts">Short values by name; empty ones are left out.</param>
/// <param name="Message">What they have written.</param>
internal sealed record FilledForm(string Title, string Subject, IReadOnlyList<(string Name, string Value)> Facts, string Message);

/// <summary>Tells whoever runs the installation of a form: by a mail that is owed from now on, then by a note that may be lost.</summary>
/// <remarks>Nobody acts and nothing of the shop changes: the trail keeps nothing, and the log neither, of what was written.</remarks>
internal sealed partial class TellOwner(BodegaDb db, Outbox outbox, DiscordWebhooks discord, ContactSettings settings, ILogger<TellOwner> logger)
{
    public async Task RunAsync(FilledForm form, Uri? webhook, CancellationToken ct)
    {
        if (settings.MailRecipient is { } recipient) await OweMailAsync(recipient, form, ct);
        if (webhook is not null) await discord.PostAsync(webhook, form.Title, form.Facts, form.Message, CancellationToken.None); // the form is taken: the note is tried even if the client has gone
        if (settings.MailRecipient is null && webhook is null) LogNobodyTold();
    }

    private async Task OweMailAsync(string recipient, FilledForm form, CancellationToken ct)
    {
        var facts = form.Facts.Where(fact => fact.Value.Length > 0).Select(fact => $"{fact.Name}: {fact.Value}\n");
        await using var work = await db.BeginAsync(ct);
        outbox.Add(recipient, new MailText(form.Subject, $"{string.Concat(facts)}\n{form.Message}\n"));
        await db.SaveChangesAsync(ct);
        await work.CommitAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A public form was filled in and nobody is told of it: set Apis__Sidekick__Contact__MailRecipient")]
    private partial void LogNobodyTold();
}
