namespace Bodega.Server.Tests.Harness;

/// <summary>Small pictures to send.</summary>
internal static class Pictures
{
    /// <summary>One pixel.</summary>
    public static byte[] Png { get; } = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
}
