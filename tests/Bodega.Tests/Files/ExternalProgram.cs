using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Bodega.Tests.Files;

/// <summary>Programs of others that read back what we wrote; a test is skipped where one is not installed.</summary>
internal static class ExternalProgram
{
    /// <summary>Runs a program on a file, whose path replaces the argument "{file}".</summary>
    /// <returns>The text it printed.</returns>
    public static async Task<string> ReadAsync(string program, byte[] file, params string[] arguments) =>
        Encoding.UTF8.GetString(await RunAsync(program, file, arguments));

    /// <summary>Runs a program on a file, whose path replaces the argument "{file}".</summary>
    /// <returns>The bytes it wrote to its standard output.</returns>
    public static async Task<byte[]> RunAsync(string program, byte[] file, params string[] arguments)
    {
        using var output = new MemoryStream();
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
            using var process = Start(program, [.. arguments.Select(argument => argument == "{file}" ? path : argument)]);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.StandardOutput.BaseStream.CopyToAsync(output, TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, $"{program}: {await errors}");
            return output.ToArray();
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Process Start(string program, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!; // null only for shell execution
        }
        catch (Win32Exception)
        {
            Assert.Skip($"{program} is not installed.");
            throw;
        }
    }
}
