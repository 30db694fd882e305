using System.Text;
using Bodega.Accounts;
using Bodega.Kernel;

namespace Bodega.Server.Apis.Inventory.Identity;

/// <summary>Refusals of the identity service (accounts contract §4.1).</summary>
internal static class IdentityWords
{
    /// <summary>Nobody is signed in.</summary>
    public static IResult NoSession() => Write(401, "UNAUTHORIZED", "Unauthorized", Access.Unauthorised);

    /// <summary>A refusal; the code follows from the message unless it is given.</summary>
    public static IResult Refuse(int status, string message, string? code = null) => Write(status, code ?? CodeOf(message), message, message);

    /// <summary>What this surface says to a fault of the accounts.</summary>
    public static IResult Say(Fault fault) => fault.Code switch
    {
        // Locked or wrong: the same words, so that nobody learns that an address is worth guessing at (W2).
        AccountFaults.WrongCredentialsCode or AccountFaults.TooManyTriesCode => Refuse(401, "Invalid email or password"),
        AccountFaults.EmailTakenCode => Refuse(422, "User already exists. Use another email."),
        AccountFaults.WrongCodeCode => Refuse(400, "Invalid token"),
        _ => throw new InvalidOperationException($"No words for {fault.Code}."),
    };

    private static IResult Write(int status, string code, string message, string error) =>
        InventoryJson.Ok(new IdentityErrorBody(error, code, message), IdentityWire.Wire.IdentityErrorBody, status);

    private static string CodeOf(string message)
    {
        var code = new StringBuilder(message.Length);
        foreach (var c in message.ToUpperInvariant())
            if (c == ' ') code.Append('_');
            else if (char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_') code.Append(c);
        return code.ToString();
    }
}
