using Bodega.Server.Hosting;

return await CommandLine.RunAsync(args);
