using System.Text.RegularExpressions;

namespace Bodega.Server.Tests.Harness;

/// <summary>The mails that have left a shop, as files.</summary>
public static partial class Mailbox
{
    /// <summary>Waits until so many mails lie there, oldest first.</summary>
    public static async Task<IReadOnlyList<string>> MailsAsync(this Shop shop, int count)
    {
        var outbox = Path.Combine(shop.Directory, "outbox");
        for (var wait = 0; wait < 400; wait++, await Task.Delay(25))
        {
            var files = Directory.Exists(outbox) ? Directory.GetFiles(outbox, "*.eml") : [];
            if (files.Length >= count)
                return [.. await Task.WhenAll(files.OrderBy(f => long.Parse(Path.GetFileNameWithoutExtension(f), System.Globalization.CultureInfo.InvariantCulture)).Select(f => File.ReadAllTextAsync(f)))];
        }
        throw new TimeoutException($"{count} mails were expected.");
    }

    /// <summary>The code in the newest of so many mails.</summary>
    public static async Task<string> CodeAsync(this Shop shop, int mails = 1) => Code().Match((await shop.MailsAsync(mails))[mails - 1]).Groups["code"].Value;

    [GeneratedRegex(@"Tu código de recuperación es: (?<code>\d{6})\. Este código es válido por 15 minutos\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
