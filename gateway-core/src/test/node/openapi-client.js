// A client that openapi-client-axios makes of the document that a gateway serves: calls operations by their names, as lines of
// JSON tell it ("operation", "parameters", "body"), and says the "status" and the "answer". Its argument is the gateway's URL.
import { createInterface } from 'node:readline';
import { OpenAPIClientAxios } from 'openapi-client-axios';

const gateway = process.argv[2];
const api = new OpenAPIClientAxios({
    definition: gateway + '/api/v1/openapi.json',
    // indexes: null is axios' word for style: form with explode: true.
    axiosConfigDefaults: { baseURL: gateway, proxy: false, validateStatus: () => true, paramsSerializer: { indexes: null } },
});
const client = await api.init();
for await (const line of createInterface({ input: process.stdin })) {
    const { operation, parameters, body } = JSON.parse(line);
    const { status, data } = await client[operation](parameters, body);
    process.stdout.write(JSON.stringify({ status, answer: data }) + '\n');
}
