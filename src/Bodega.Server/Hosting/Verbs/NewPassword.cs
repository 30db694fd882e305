using System.Text;
using Bodega.Tenants;

namespace Bodega.Server.Hosting.Verbs;

/// <summary>A password for an account verb: made up, typed without echo, or the first line of standard input.</summary>
/// <param name="Text">The password.</param>
/// <param name="IsGenerated">Whether it must be shown, since nobody knows it yet.</param>
internal sealed record NewPassword(string Text, bool IsGenerated)
{
    /// <summary>The sentence that shows a made-up password; empty for one that was given.</summary>
    public string ShownOnce => IsGenerated ? $" Password, shown only now: {Text}" : "";

    /// <summary>Null, with a word on standard error, when none came.</summary>
    public static NewPassword? Read(bool generate)
    {
        if (generate) return new(FirstRun.NewPassword(), true);
        if (Console.IsInputRedirected)
        {
            if (Console.In.ReadLine() is { Length: > 0 } line) return new(line, false);
            Console.Error.WriteLine("No password on standard input; give one line, or --generate.");
            return null;
        }
        var first = Ask("Password: ");
        if (Ask("Again: ") == first) return new(first, false);
        Console.Error.WriteLine("The two differ.");
        return null;
    }

    private static string Ask(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return typed.ToString();
    }
}
