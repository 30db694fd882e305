using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Text;
using Bodega.Mail;

namespace Bodega.Server.Hosting;

/// <summary>The two ways a mail leaves: an SMTP server where one is set, else a file.</summary>
internal static class MailCarriers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static MailCarrier Of(Settings settings) => settings.SmtpHost is null
        ? (id, to, mail, at, ct) => WriteAsync(settings, id, to, mail, at, ct)
        : (id, to, mail, _, ct) => SendAsync(settings, id, to, mail, ct);

    private static async Task SendAsync(Settings settings, long id, string to, MailText mail, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        using var message = new MailMessage(settings.MailFrom, to) { Subject = mail.Subject, SubjectEncoding = Encoding.UTF8, Body = mail.Text, BodyEncoding = Encoding.UTF8 };
        if (mail.Html is { } html) message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(html, Encoding.UTF8, "text/html"));
        message.Headers.Add("Message-ID", MessageId(settings, id));
        // The submission port and every password ask for STARTTLS; only a relay on this machine or without a password goes without.
        var local = settings.SmtpHost is "localhost" or "127.0.0.1" or "::1";
        using var smtp = new SmtpClient(settings.SmtpHost, settings.SmtpPort)
        {
            EnableSsl = !local && (settings.SmtpPort == 587 || settings.SmtpUser is not null),
            Credentials = settings.SmtpUser is { } user ? new NetworkCredential(user, settings.SmtpPassword) : null,
        };
        await smtp.SendMailAsync(message, patience.Token);
    }

    // Written aside and moved, so that whoever watches the folder never reads half a mail; a second delivery replaces the first.
    private static async Task WriteAsync(Settings settings, long id, string to, MailText mail, DateTimeOffset at, CancellationToken ct)
    {
        Directory.CreateDirectory(settings.PickupDirectory);
        var name = Path.Combine(settings.PickupDirectory, id.ToString(CultureInfo.InvariantCulture));
        var text = new StringBuilder()
            .Append("From: ").Append(OneLine(settings.MailFrom)).Append("\r\nTo: ").Append(OneLine(to))
            .Append("\r\nSubject: ").Append(Word(mail.Subject))
            .Append("\r\nDate: ").Append(at.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture))
            .Append("\r\nMessage-ID: ").Append(MessageId(settings, id))
            .Append("\r\nMIME-Version: 1.0\r\n");
        if (mail.Html is null)
        {
            Part(text, "text/plain", mail.Text);
        }
        else
        {
            const string between = "=_bodega_=";
            text.Append("Content-Type: multipart/alternative; boundary=\"").Append(between).Append("\"\r\n\r\n--").Append(between).Append("\r\n");
            Part(text, "text/plain", mail.Text);
            text.Append("--").Append(between).Append("\r\n");
            Part(text, "text/html", mail.Html);
            text.Append("--").Append(between).Append("--\r\n");
        }
        await File.WriteAllTextAsync(name + ".new", text.ToString(), new UTF8Encoding(false), ct);
        File.Move(name + ".new", name + ".eml", overwrite: true);
    }

    private static void Part(StringBuilder mail, string type, string text) => mail
        .Append("Content-Type: ").Append(type).Append("; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n")
        .Append(text.ReplaceLineEndings("\r\n")).Append("\r\n");

    private static string MessageId(Settings settings, long id) =>
        $"<{id.ToString(CultureInfo.InvariantCulture)}@{OneLine(settings.MailFrom[(settings.MailFrom.LastIndexOf('@') + 1)..]).Trim('>', ' ')}>";

    private static string Word(string text) => text.All(c => c is >= ' ' and <= '~') ? text : $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";

    private static string OneLine(string text) => string.Concat(text.Where(c => !char.IsControl(c)));
}
